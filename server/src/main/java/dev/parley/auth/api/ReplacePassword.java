package dev.parley.auth.api;

import dev.parley.platform.bus.Command;
import java.util.Optional;

/**
 * Gives the caller another password, ends all his sessions and begins a new one.
 *
 * @param credentialVersion of the password that was checked; refused if it has changed since
 * @param passwordHash Argon2id, PHC string format
 * @param fp fingerprint of the device, if it named itself
 * @param refreshHash hash of the new session's first refresh token
 */
public record ReplacePassword(
    long credentialVersion, String passwordHash, Optional<String> fp, String refreshHash)
    implements Command<OpenedSession> {

  @Override
  public String toString() {
    return "ReplacePassword[]";
  }
}
