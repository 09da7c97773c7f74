package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps a nonce for one sign-in with an issuer; answers when it ends.
 *
 * @param issuer identifier of the issuer
 * @param nonceHash hash of the nonce
 * @param fp fingerprint of the device, if it named itself
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record IssueNonce(String issuer, String nonceHash, Optional<String> fp)
    implements Command<Instant> {
  @Override
  public String toString() {
    return "IssueNonce[issuer=" + issuer + "]";
  }
}
