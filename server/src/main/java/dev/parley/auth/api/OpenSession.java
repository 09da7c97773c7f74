package dev.parley.auth.api;

import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Command;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Begins a session for somebody whose password has just been checked.
 *
 * @param kind how it begins
 * @param credentialVersion of the password that was checked; refused if it has changed since
 * @param fp fingerprint of the device, if it named itself
 * @param refreshHash hash of the first refresh token
 * @param scopes the most that its tokens may do; all that the role may, if absent
 * @param betterHash the same password with the hash parameters of today, if the old ones are not
 */
@AllowedTo(AllowedTo.Who.ANYONE)
public record OpenSession(
    SessionKind kind,
    UUID userId,
    long credentialVersion,
    Optional<String> fp,
    String refreshHash,
    Optional<Set<String>> scopes,
    Optional<String> betterHash)
    implements Command<OpenedSession> {

  @Override
  public String target() {
    return "user:" + userId;
  }

  @Override
  public String toString() {
    return "OpenSession[userId=" + userId + "]";
  }
}
