package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;

/**
 * Gives the account of a reset token another password, or its first, and ends all its sessions.
 *
 * @param tokenHash hash of the token in the mail; used up
 * @param passwordHash Argon2id, PHC string format
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record ResetPassword(String tokenHash, String passwordHash)
    implements Command<ResetPassword.Done> {
  /**
   * The password is another one.
   *
   * @param sessionsEnded how many sessions ended with the old one
   */
  public record Done(int sessionsEnded) {}

  @Override
  public String toString() {
    return "ResetPassword[]";
  }
}
