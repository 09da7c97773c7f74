package dev.parley.auth.domain;

/** What is to be done about a refresh token that somebody presents. */
public sealed interface RefreshDecision {
  /** Exchange it. */
  record Rotate() implements RefreshDecision {}

  /**
   * Its answer was lost, or is on its way: give another successor. Of the successors the first to
   * be used is the one that arrived; the others die then.
   */
  record Repeat() implements RefreshDecision {}

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
