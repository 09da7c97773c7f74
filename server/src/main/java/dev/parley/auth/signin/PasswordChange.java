package dev.parley.auth.signin;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.FindOwnCredential;
import dev.parley.auth.api.NoteFailedSignIn;
import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.api.ReplacePassword;
import dev.parley.auth.domain.LoginThrottle;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.domain.PasswordHasher;
import dev.parley.auth.domain.PasswordRules;
import dev.parley.auth.domain.Refusals;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import dev.parley.platform.security.Caller;
import dev.parley.users.api.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Changing one's own password; hashes are computed outside of any transaction. Thread-safe. */
public final class PasswordChange {
  private static final String CURRENT = "/currentPassword";
  private static final String NEW = "/newPassword";

  private final QueryBus queries;
  private final CommandBus commands;
  private final PasswordHasher hasher;
  private final PasswordRules rules;
  private final LoginThrottle throttle;
  private final TokenDesk desk;

  public PasswordChange(
      QueryBus queries,
      CommandBus commands,
      PasswordHasher hasher,
      PasswordRules rules,
      LoginThrottle throttle,
      TokenDesk desk) {
    this.queries = Objects.requireNonNull(queries, "queries");
    this.commands = Objects.requireNonNull(commands, "commands");
    this.hasher = Objects.requireNonNull(hasher, "hasher");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.throttle = Objects.requireNonNull(throttle, "throttle");
    this.desk = Objects.requireNonNull(desk, "desk");
  }

  /**
   * The first tokens of the session that takes the place of all others.
   *
   * @throws AppException VALIDATION_ERROR for a wrong current or a bad new password, CONFLICT if it
   *     was changed meanwhile, RATE_LIMIT_EXCEEDED with the time to wait
   */
  public IssuedTokens change(String current, String next, Optional<String> fp, Caller caller) {
    // A stolen access token must not become a way to guess the password.
    String name = "user:" + caller.require().userId();
    throttle
        .admit(name, caller.place())
        .ifPresent(
            wait -> {
              throw Refusals.tooManyAttempts(wait);
            });
    Credential credential = queries.ask(new FindOwnCredential(), caller);
    if (!hasher.matches(current, Optional.of(credential.passwordHash()), caller.network())) {
      if (throttle.noteworthy(name, caller.place())) {
        commands.send(new NoteFailedSignIn(Optional.of(credential.account().id())), caller);
      }
      throw invalid(
          List.of(new Violation(CURRENT, "wrong_password", "is not the current password")));
    }
    throttle.succeeded(name, caller.place());
    List<Violation> broken = new ArrayList<>(rules.check(NEW, next, names(credential.account())));
    if (current.equals(next)) {
      broken.add(new Violation(NEW, "password_unchanged", "must differ from the current password"));
    }
    if (!broken.isEmpty()) {
      throw invalid(broken);
    }
    OpaqueSecret refreshToken = desk.refreshToken();
    OpenedSession session =
        commands.send(
            new ReplacePassword(
                credential.version(), hasher.hash(next, caller.network()), fp, refreshToken.hash()),
            caller);
    return desk.pair(session, refreshToken);
  }

  private static List<String> names(Account account) {
    return List.of(account.username(), account.email().localPart());
  }

  private static AppException invalid(List<Violation> broken) {
    return new AppException(
        ErrorCode.VALIDATION_ERROR, "The password cannot be changed to this", broken);
  }
}
