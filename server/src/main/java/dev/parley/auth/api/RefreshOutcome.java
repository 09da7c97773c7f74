package dev.parley.auth.api;

import dev.parley.platform.audit.AuditEntry;
import dev.parley.platform.bus.NamedOutcome;
import dev.parley.platform.error.ErrorCode;
import java.util.Set;

/**
 * What came of presenting a refresh token. A refusal is an answer and not an exception, since the
 * transaction that ends a stolen session has to be committed.
 */
public sealed interface RefreshOutcome extends NamedOutcome {
  @Override
  default String outcome() {
    return switch (this) {
      case Rotated rotated -> AuditEntry.SUCCESS;
      case Refused refused -> ErrorCode.INVALID_REFRESH_TOKEN.name();
      case TooMuch tooMuch -> ErrorCode.INVALID_SCOPE.name();
      case Disabled disabled -> ErrorCode.ACCOUNT_DISABLED.name();
    };
  }

  /** The next token is stored. */
  record Rotated(OpenedSession session) implements RefreshOutcome {}

  /** Unknown, used, expired, revoked or another device's: the caller is not told which. */
  record Refused() implements RefreshOutcome {}

  /** More was asked for than the session has; nothing has changed. */
  record TooMuch(Set<String> scopes) implements RefreshOutcome {}

  /** The account was suspended; its session has ended. */
  record Disabled() implements RefreshOutcome {}
}
