package dev.parley.auth.api;

import java.util.Set;

/**
 * What came of presenting a refresh token. A refusal is an answer and not an exception, since the
 * transaction that ends a stolen session has to be committed.
 */
public sealed interface RefreshOutcome {
  /** The next token is stored. */
  record Rotated(OpenedSession session) implements RefreshOutcome {}

  /** Unknown, used, expired, revoked or another device's: the caller is not told which. */
  record Refused() implements RefreshOutcome {}

  /** More was asked for than the session has; nothing has changed. */
  record TooMuch(Set<String> scopes) implements RefreshOutcome {}

  /** The account was suspended; its session has ended. */
  record Disabled() implements RefreshOutcome {}
}
