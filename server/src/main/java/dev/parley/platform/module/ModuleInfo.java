package dev.parley.platform.module;

import dev.parley.contract.common.model.ModuleHealth;
import dev.parley.contract.common.model.ModuleStatus;
import dev.parley.contract.common.model.ModuleVersion;
import dev.parley.contract.common.model.ModuleVersions;
import dev.parley.contract.common.model.VersionStatus;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What a module says of itself: health, version, versions (M04). Thread-safe. */
public record ModuleInfo(String name, String contractVersion, BooleanSupplier databaseUp) {
  public ModuleHealth health() {
    return new ModuleHealth(
        name, databaseUp.getAsBoolean() ? ModuleStatus.HEALTHY : ModuleStatus.UNHEALTHY);
  }

  public ModuleVersion version() {
    return new ModuleVersion(name, contractVersion, VersionStatus.CURRENT);
  }

  public ModuleVersions versions() {
    return new ModuleVersions(List.of(version()));
  }
}
