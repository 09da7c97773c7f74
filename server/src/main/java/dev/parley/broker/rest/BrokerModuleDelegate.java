package dev.parley.broker.rest;

import dev.parley.contract.broker.api.BrokerModuleApi;
import dev.parley.contract.common.model.ModuleHealth;
import dev.parley.contract.common.model.ModuleVersion;
import dev.parley.contract.common.model.ModuleVersions;
import dev.parley.platform.module.ModuleInfo;

/** What the module says of itself (M04). */
public final class BrokerModuleDelegate implements BrokerModuleApi {
  private final ModuleInfo info;

  public BrokerModuleDelegate(ModuleInfo info) {
    this.info = info;
  }

  @Override
  public ModuleHealth getBrokerHealth() {
    return info.health();
  }

  @Override
  public ModuleVersion getBrokerVersion() {
    return info.version();
  }

  @Override
  public ModuleVersions listBrokerVersions() {
    return info.versions();
  }
}
