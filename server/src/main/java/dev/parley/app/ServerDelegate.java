package dev.parley.app;

import dev.parley.contract.platform.api.ServerApi;
import dev.parley.contract.platform.model.Readiness;
import dev.parley.contract.platform.model.ServerHealth;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the server says of itself (F10). */
final class ServerDelegate implements ServerApi {
  private final BooleanSupplier databaseUp;
  private final BooleanSupplier open;
  private final List<String> modules;

  ServerDelegate(BooleanSupplier databaseUp, BooleanSupplier open, Collection<String> modules) {
    this.databaseUp = databaseUp;
    this.open = open;
    this.modules = modules.stream().sorted().toList();
  }

  @Override
  public ServerHealth getHealth() {
    requireDatabase();
    return new ServerHealth("healthy", "connected");
  }

  @Override
  public Readiness getReadiness() {
    if (!open.getAsBoolean()) {
      throw new AppException(ErrorCode.UNAVAILABLE, "The server is starting or stopping");
    }
    requireDatabase();
    return new Readiness(true, modules);
  }

  private void requireDatabase() {
    if (!databaseUp.getAsBoolean()) {
      throw new AppException(ErrorCode.UNAVAILABLE, "The database does not answer");
    }
  }
}
