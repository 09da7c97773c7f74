package dev.parley.auth.reset;

import dev.parley.auth.api.FindPasswordReset;
import dev.parley.auth.api.RequestPasswordReset;
import dev.parley.auth.api.ResetPassword;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.domain.PasswordHasher;
import dev.parley.auth.domain.PasswordRules;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import dev.parley.platform.security.Caller;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A new password for who has forgotten the old one, by a token in a mail. Thread-safe. */
public final class PasswordResets {
  /** When to ask again whether this server sends mail: an operator has to act meanwhile. */
  private static final Duration LATER = Duration.ofHours(1);

  private final QueryBus queries;
  private final CommandBus commands;
  private final PasswordHasher hasher;
  private final PasswordRules rules;
  private final boolean mailed;

  /**
   * @param mailed whether this server can send mail
   */
  public PasswordResets(
      QueryBus queries,
      CommandBus commands,
      PasswordHasher hasher,
      PasswordRules rules,
      boolean mailed) {
    this.queries = Objects.requireNonNull(queries, "queries");
    this.commands = Objects.requireNonNull(commands, "commands");
    this.hasher = Objects.requireNonNull(hasher, "hasher");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.mailed = mailed;
  }

  /**
   * Takes a request; the mail follows, if the address has an account.
   *
   * @throws AppException MAIL_NOT_CONFIGURED on a server that sends no mail
   */
  public void request(EmailAddress email, Caller caller) {
    if (!mailed) {
      throw new AppException(
              ErrorCode.MAIL_NOT_CONFIGURED, "This server sends no mail; ask its operator")
          .retryAfter(LATER);
    }
    commands.send(new RequestPasswordReset(email), caller);
  }

  /**
   * Sets the new password. One that breaks a rule does not use the token up.
   *
   * @return how many sessions ended
   * @throws AppException RESET_INVALID, or VALIDATION_ERROR for a bad password
   */
  public int confirm(String token, String password, Caller caller) {
    String hash = OpaqueSecret.hashOf(token);
    Account account = queries.ask(new FindPasswordReset(hash), caller);
    List<Violation> broken =
        rules.check(
            "/newPassword", password, List.of(account.username(), account.email().localPart()));
    if (!broken.isEmpty()) {
      throw new AppException(ErrorCode.VALIDATION_ERROR, "The password is not good enough", broken);
    }
    return commands
        .send(new ResetPassword(hash, hasher.hash(password, caller.network())), caller)
        .sessionsEnded();
  }
}
