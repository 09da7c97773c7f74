package dev.parley.auth.api;

import dev.parley.platform.bus.Command;

/** Signs out: ends the session of the caller's token. */
public record EndSession() implements Command<EndSession.Ended> {
  /** The session has ended. */
  public record Ended() {}
}
