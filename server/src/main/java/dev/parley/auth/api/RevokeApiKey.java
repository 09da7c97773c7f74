package dev.parley.auth.api;

import dev.parley.platform.bus.Command;
import java.util.UUID;

/** Ends a key of the caller; one that has ended stays so. */
public record RevokeApiKey(UUID keyId) implements Command<RevokeApiKey.Revoked> {
  /** The key has ended. */
  public record Revoked() {}
}
