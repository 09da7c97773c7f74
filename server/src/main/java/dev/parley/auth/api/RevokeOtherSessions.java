package dev.parley.auth.api;

import dev.parley.platform.bus.Command;

/** Ends all of the caller's sessions but the one that asks. */
public record RevokeOtherSessions() implements Command<RevokeOtherSessions.Ended> {
  /**
   * @param count how many ended
   */
  public record Ended(int count) {}
}
