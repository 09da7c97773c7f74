package dev.parley.auth.rest;

import dev.parley.auth.api.EndSession;
import dev.parley.auth.api.GetOwnAccount;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.signin.PasswordChange;
import dev.parley.auth.signin.PasswordSignIn;
import dev.parley.auth.signin.Registration;
import dev.parley.auth.signin.SessionRefresh;
import dev.parley.contract.auth.api.SessionsApi;
import dev.parley.contract.auth.model.ChangePasswordRequest;
import dev.parley.contract.auth.model.CookieSession;
import dev.parley.contract.auth.model.LoginRequest;
import dev.parley.contract.auth.model.Me;
import dev.parley.contract.auth.model.RefreshRequest;
import dev.parley.contract.auth.model.RegisterRequest;
import dev.parley.contract.auth.model.RegisteredUser;
import dev.parley.contract.auth.model.TokenPair;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.Callers;
import dev.parley.users.api.EmailAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operations of registering, signing in, staying so, and signing out. */
public final class SessionsDelegate implements SessionsApi {
  /** What takes more than one command or query. */
  public record Flows(
      Registration registration,
      PasswordSignIn signIn,
      SessionRefresh refresh,
      PasswordChange passwordChange) {}

  private final CommandBus commands;
  private final QueryBus queries;
  private final Callers callers;
  private final TokenAnswers answers;
  private final Flows flows;

  public SessionsDelegate(
      CommandBus commands, QueryBus queries, Callers callers, TokenAnswers answers, Flows flows) {
    this.commands = Objects.requireNonNull(commands, "commands");
    this.queries = Objects.requireNonNull(queries, "queries");
    this.callers = Objects.requireNonNull(callers, "callers");
    this.answers = Objects.requireNonNull(answers, "answers");
    this.flows = Objects.requireNonNull(flows, "flows");
  }

  @Override
  public RegisteredUser register(RegisterRequest request) {
    Registration.Request wanted =
        new Registration.Request(
            Optional.ofNullable(request.invitation()),
            new EmailAddress(request.email()),
            Optional.ofNullable(request.username()),
            request.fullName(),
            request.password());
    return AuthModels.registered(flows.registration().register(wanted, callers.current()));
  }

  @Override
  public TokenPair login(LoginRequest request, @Nullable String deviceId) {
    return answers.pair(
        flows
            .signIn()
            .signIn(
                request.username(), request.password(), answers.fingerprint(), callers.current()));
  }

  @Override
  public TokenPair refresh(RefreshRequest request, @Nullable String deviceId) {
    return answers.pair(
        flows.refresh().refresh(request.refreshToken(), answers.fingerprint(), callers.current()));
  }

  @Override
  public CookieSession renewCookies(@Nullable String refreshToken, @Nullable String deviceId) {
    if (refreshToken == null) {
      throw Refusals.invalidRefreshToken();
    }
    return answers.hidden(
        flows.refresh().refresh(refreshToken, answers.fingerprint(), callers.current()));
  }

  @Override
  public void logout() {
    commands.send(new EndSession(), callers.current());
    answers.drop();
  }

  @Override
  public Me getMe() {
    Caller caller = callers.current();
    return AuthModels.me(queries.ask(new GetOwnAccount(), caller), caller.require());
  }

  @Override
  public TokenPair changePassword(ChangePasswordRequest request, @Nullable String deviceId) {
    return answers.pair(
        flows
            .passwordChange()
            .change(
                request.currentPassword(),
                request.newPassword(),
                answers.fingerprint(),
                callers.current()));
  }
}
