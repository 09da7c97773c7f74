package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import java.util.Optional;

/**
 * Makes an account and uses up the invitation, in one transaction.
 *
 * @param invitationHash hash of the invitation's secret; none where registration is open
 * @param username the mail address, if none was chosen
 * @param passwordHash Argon2id, PHC string format
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record RegisterAccount(
    Optional<String> invitationHash,
    EmailAddress email,
    Optional<String> username,
    String fullName,
    String passwordHash)
    implements Command<Account> {

  @Override
  public String toString() {
    return "RegisterAccount[]";
  }
}
