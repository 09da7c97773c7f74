package dev.parley.datafeed.rest;

import dev.parley.contract.common.model.ModuleHealth;
import dev.parley.contract.common.model.ModuleVersion;
import dev.parley.contract.common.model.ModuleVersions;
import dev.parley.contract.datafeed.api.DatafeedModuleApi;
import dev.parley.platform.module.ModuleInfo;

/** What the module says of itself (M04). */
public final class DatafeedModuleDelegate implements DatafeedModuleApi {
  private final ModuleInfo info;

  public DatafeedModuleDelegate(ModuleInfo info) {
    this.info = info;
  }

  @Override
  public ModuleHealth getDatafeedHealth() {
    return info.health();
  }

  @Override
  public ModuleVersion getDatafeedVersion() {
    return info.version();
  }

  @Override
  public ModuleVersions listDatafeedVersions() {
    return info.versions();
  }
}
