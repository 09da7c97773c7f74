package dev.parley.auth.signin;

import dev.parley.auth.api.RefreshOutcome;
import dev.parley.auth.api.RefreshOutcome.Disabled;
import dev.parley.auth.api.RefreshOutcome.Refused;
import dev.parley.auth.api.RefreshOutcome.Rotated;
import dev.parley.auth.api.RotateRefreshToken;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.domain.Refusals;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Caller;
import java.util.Objects;
import java.util.Optional;

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
    OpaqueSecret next = desk.refreshToken();
    RefreshOutcome outcome =
        commands.send(
            new RotateRefreshToken(OpaqueSecret.hashOf(presented), fp, next.hash()), caller);
    return switch (outcome) {
      case Rotated rotated -> desk.pair(rotated.session(), next);
      case Refused refused -> throw Refusals.invalidRefreshToken();
      case Disabled disabled ->
          throw new AppException(ErrorCode.ACCOUNT_DISABLED, "This account is suspended");
    };
  }
}
