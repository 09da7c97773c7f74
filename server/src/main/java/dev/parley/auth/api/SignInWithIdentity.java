package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;
import dev.parley.users.api.EmailAddress;
import java.util.Optional;

/**
 * Begins a session for a person whose ID token has just been checked: uses up the nonce, finds,
 * links or makes the account, all or nothing.
 *
 * @param issuer identifier of the issuer
 * @param subject who, among the issuer's people
 * @param email the address, only where the issuer vouches for it
 * @param fullName for a new account
 * @param picture an https address
 * @param nonceHash hash of the nonce in the token
 * @param invitationHash hash of an invitation's secret, for a new account
 * @param fp fingerprint of the device, if it named itself
 * @param refreshHash hash of the first refresh token
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record SignInWithIdentity(
    String issuer,
    String subject,
    Optional<EmailAddress> email,
    Optional<String> fullName,
    Optional<String> picture,
    String nonceHash,
    Optional<String> invitationHash,
    Optional<String> fp,
    String refreshHash)
    implements Command<OpenedSession> {
  @Override
  public String toString() {
    return "SignInWithIdentity[issuer=" + issuer + "]";
  }
}
