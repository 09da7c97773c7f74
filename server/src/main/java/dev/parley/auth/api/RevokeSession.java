package dev.parley.auth.api;

import dev.parley.platform.bus.Command;
import java.util.UUID;

/** Ends one of the caller's sessions; one that has ended already stays so. */
public record RevokeSession(UUID sessionId) implements Command<RevokeSession.Ended> {
  /** The session has ended. */
  public record Ended() {}

  @Override
  public String target() {
    return "session:" + sessionId;
  }
}
