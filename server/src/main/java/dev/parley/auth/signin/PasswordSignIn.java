package dev.parley.auth.signin;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.FindCredential;
import dev.parley.auth.api.NoteFailedSignIn;
import dev.parley.auth.api.OpenSession;
import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.api.SessionKind;
import dev.parley.auth.domain.LoginThrottle;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.domain.PasswordHasher;
import dev.parley.auth.domain.Refusals;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.security.Caller;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Signing in with a password: look it up, check it, open a session. The check takes its time and
 * memory between two transactions, never in one. Thread-safe.
 */
public final class PasswordSignIn {
  private final QueryBus queries;
  private final CommandBus commands;
  private final PasswordHasher hasher;
  private final LoginThrottle throttle;
  private final TokenDesk desk;

  public PasswordSignIn(
      QueryBus queries,
      CommandBus commands,
      PasswordHasher hasher,
      LoginThrottle throttle,
      TokenDesk desk) {
    this.queries = Objects.requireNonNull(queries, "queries");
    this.commands = Objects.requireNonNull(commands, "commands");
    this.hasher = Objects.requireNonNull(hasher, "hasher");
    this.throttle = Objects.requireNonNull(throttle, "throttle");
    this.desk = Objects.requireNonNull(desk, "desk");
  }

  /**
   * The first tokens of a new session.
   *
   * @param login user name or mail address
   * @param fp fingerprint of the device, if it named itself
   * @throws dev.parley.platform.error.AppException INVALID_CREDENTIALS, ACCOUNT_DISABLED, or
   *     RATE_LIMIT_EXCEEDED with the time to wait
   */
  public IssuedTokens signIn(String login, String password, Optional<String> fp, Caller caller) {
    return signIn(SessionKind.PASSWORD, login, password, fp, Optional.empty(), caller);
  }

  /**
   * As above, by some door, for tokens that may do no more than {@code scopes}; the session's
   * refreshes give no more either.
   *
   * @throws dev.parley.platform.error.AppException INVALID_SCOPE too, where the account has not all
   *     of them
   */
  public IssuedTokens signIn(
      SessionKind kind,
      String login,
      String password,
      Optional<String> fp,
      Optional<Set<String>> scopes,
      Caller caller) {
    throttle
        .admit(login, caller.place())
        .ifPresent(
            wait -> {
              throw Refusals.tooManyAttempts(wait);
            });
    Optional<Credential> credential = queries.ask(new FindCredential(login), caller);
    boolean right =
        hasher.matches(password, credential.map(Credential::passwordHash), caller.network());
    if (!right || credential.isEmpty()) {
      if (throttle.noteworthy(login, caller.place())) {
        commands.send(new NoteFailedSignIn(credential.map(found -> found.account().id())), caller);
      }
      throw Refusals.invalidCredentials();
    }
    throttle.succeeded(login, caller.place());
    Credential known = credential.get();
    desk.require(scopes, known.account(), known.mustChange());
    Optional<String> betterHash =
        hasher.outdated(known.passwordHash())
            ? Optional.of(hasher.hash(password, caller.network()))
            : Optional.empty();
    OpaqueSecret refreshToken = desk.refreshToken();
    OpenedSession session =
        commands.send(
            new OpenSession(
                kind,
                known.account().id(),
                known.version(),
                fp,
                refreshToken.hash(),
                scopes,
                betterHash),
            caller);
    return desk.pair(session, refreshToken);
  }
}
