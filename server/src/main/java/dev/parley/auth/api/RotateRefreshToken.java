package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;
import java.util.Optional;
import java.util.Set;

/**
 * Exchanges a refresh token for the next one.
 *
 * @param presentedHash hash of the token that was presented
 * @param fp fingerprint of the device that asks, if it named itself
 * @param nextHash hash of the token that would follow
 * @param scopes what the next access token shall be for; all that the session has, if absent
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record RotateRefreshToken(
    String presentedHash, Optional<String> fp, String nextHash, Optional<Set<String>> scopes)
    implements Command<RefreshOutcome> {

  @Override
  public String toString() {
    return "RotateRefreshToken[]";
  }
}
