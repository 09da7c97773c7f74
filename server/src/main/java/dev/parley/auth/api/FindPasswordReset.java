package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Query;
import dev.parley.users.api.Account;

/**
 * Whose password a reset token is for; an error if it is no good. Asked before the costly hash of
 * the new password; {@link ResetPassword} decides again, under lock.
 *
 * @param tokenHash hash of the token in the mail
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record FindPasswordReset(String tokenHash) implements Query<Account> {
  @Override
  public String toString() {
    return "FindPasswordReset[]";
  }
}
