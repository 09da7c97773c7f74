package dev.parley.auth.rest;

import dev.parley.contract.auth.api.AuthModuleApi;
import dev.parley.contract.common.model.ModuleHealth;
import dev.parley.contract.common.model.ModuleVersion;
import dev.parley.contract.common.model.ModuleVersions;
import dev.parley.platform.module.ModuleInfo;
import java.util.Objects;

/** Health and versions of this module. */
public final class AuthModuleDelegate implements AuthModuleApi {
  private final ModuleInfo info;

  public AuthModuleDelegate(ModuleInfo info) {
    this.info = Objects.requireNonNull(info, "info");
  }

  @Override
  public ModuleHealth getAuthHealth() {
    return info.health();
  }

  @Override
  public ModuleVersion getAuthVersion() {
    return info.version();
  }

  @Override
  public ModuleVersions listAuthVersions() {
    return info.versions();
  }
}
