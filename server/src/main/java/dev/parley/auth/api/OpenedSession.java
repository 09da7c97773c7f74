package dev.parley.auth.api;

import dev.parley.users.api.Account;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the tokens of a session are made from.
 *
 * @param fp fingerprint of the device the session is bound to
 * @param mustChangePassword whether the tokens may do nothing else
 * @param refreshExpiresAt when the refresh token just stored ends; without one, the session
 * @param granted the most that its tokens may do, where that is less than all that the role may
 */
public record OpenedSession(
    UUID sessionId,
    Account account,
    Optional<String> fp,
    boolean mustChangePassword,
    Instant refreshExpiresAt,
    Optional<Set<String>> granted) {
  public OpenedSession {
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(fp, "fp");
    Objects.requireNonNull(refreshExpiresAt, "refreshExpiresAt");
    granted = granted.map(Set::copyOf);
  }

  /** The same session, whose tokens may do no more than that, if it is given. */
  public OpenedSession withGrant(Optional<Set<String>> scopes) {
    return new OpenedSession(sessionId, account, fp, mustChangePassword, refreshExpiresAt, scopes);
  }
}
