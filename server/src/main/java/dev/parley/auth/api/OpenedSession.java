package dev.parley.auth.api;

import dev.parley.users.api.Account;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What the tokens of a session are made from.
 *
 * @param fp fingerprint of the device the session is bound to
 * @param mustChangePassword whether the tokens may do nothing else
 * @param refreshExpiresAt when the refresh token just stored ends
 */
public record OpenedSession(
    UUID sessionId,
    Account account,
    Optional<String> fp,
    boolean mustChangePassword,
    Instant refreshExpiresAt) {
  public OpenedSession {
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(fp, "fp");
    Objects.requireNonNull(refreshExpiresAt, "refreshExpiresAt");
  }
}
