package dev.parley.auth.signin;

import dev.parley.auth.api.RefreshOutcome;
import dev.parley.auth.api.RefreshOutcome.Disabled;
import dev.parley.auth.api.RefreshOutcome.Refused;
import dev.parley.auth.api.RefreshOutcome.Rotated;
import dev.parley.auth.api.RefreshOutcome.TooMuch;
import dev.parley.auth.api.RotateRefreshToken;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.domain.Refusals;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.error.AppException;
import dev.parley.platform.security.Caller;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Staying signed in: one refresh token for the next pair. Thread-safe. */
public final class SessionRefresh {
  private final CommandBus commands;
  private final TokenDesk desk;

  public SessionRefresh(CommandBus commands, TokenDesk desk) {
    this.commands = Objects.requireNonNull(commands, "commands");
    this.desk = Objects.requireNonNull(desk, "desk");
  }

  /**
   * The next pair.
   *
   * @throws AppException INVALID_REFRESH_TOKEN or ACCOUNT_DISABLED
   */
  public IssuedTokens refresh(String presented, Optional<String> fp, Caller caller) {
    return refresh(presented, fp, Optional.empty(), caller);
  }

  /**
   * As above, for an access token that may do no more than {@code scopes}; the next refresh may ask
   * for all that the session has again (RFC 6749, 6).
   *
   * @throws AppException INVALID_SCOPE too, where the session has not all of them
   */
  public IssuedTokens refresh(
      String presented, Optional<String> fp, Optional<Set<String>> scopes, Caller caller) {
    OpaqueSecret next = desk.refreshToken();
    RefreshOutcome outcome =
        commands.send(
            new RotateRefreshToken(OpaqueSecret.hashOf(presented), fp, next.hash(), scopes),
            caller);
    return switch (outcome) {
      case Rotated rotated -> desk.pair(rotated.session(), next);
      case TooMuch tooMuch -> throw Refusals.invalidScope(tooMuch.scopes());
      case Refused refused -> throw Refusals.invalidRefreshToken();
      case Disabled disabled -> throw Refusals.accountDisabled();
    };
  }
}
