package dev.parley.auth.domain;

import java.util.UUID;

/** What is to be done about a refresh token that somebody presents. */
public sealed interface RefreshDecision {
  /** Exchange it. */
  record Rotate() implements RefreshDecision {}

  /** Its answer was lost: give another successor; the one that nobody used dies. */
  record Replace(UUID lostId) implements RefreshDecision {}

  /** Two parties hold it: end the session for both. */
  record RevokeFamily() implements RefreshDecision {}

  /** No, and nothing changes. */
  record Refuse(Reason reason) implements RefreshDecision {}

  /** Why a token is refused; for the audit trail, never for the caller. */
  enum Reason {
    SESSION_REVOKED,
    EXPIRED,
    OTHER_DEVICE
  }
}
