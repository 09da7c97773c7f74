package dev.parley.auth.rest;

import dev.parley.auth.api.EndSession;
import dev.parley.auth.api.GetOwnAccount;
import dev.parley.auth.signin.PasswordChange;
import dev.parley.auth.signin.PasswordSignIn;
import dev.parley.auth.signin.Registration;
import dev.parley.auth.signin.SessionRefresh;
import dev.parley.contract.auth.api.SessionsApi;
import dev.parley.contract.auth.model.ChangePasswordRequest;
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
import dev.parley.platform.security.DeviceId;
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
  private final Flows flows;

  public SessionsDelegate(CommandBus commands, QueryBus queries, Callers callers, Flows flows) {
    this.commands = Objects.requireNonNull(commands, "commands");
    this.queries = Objects.requireNonNull(queries, "queries");
    this.callers = Objects.requireNonNull(callers, "callers");
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
    return AuthModels.tokens(
        flows
            .signIn()
            .signIn(
                request.username(), request.password(), fingerprint(deviceId), callers.current()));
  }

  @Override
  public TokenPair refresh(RefreshRequest request, @Nullable String deviceId) {
    return AuthModels.tokens(
        flows.refresh().refresh(request.refreshToken(), fingerprint(deviceId), callers.current()));
  }

  @Override
  public void logout() {
    commands.send(new EndSession(), callers.current());
  }

  @Override
  public Me getMe() {
    Caller caller = callers.current();
    return AuthModels.me(queries.ask(new GetOwnAccount(), caller), caller.require());
  }

  @Override
  public TokenPair changePassword(ChangePasswordRequest request, @Nullable String deviceId) {
    return AuthModels.tokens(
        flows
            .passwordChange()
            .change(
                request.currentPassword(),
                request.newPassword(),
                fingerprint(deviceId),
                callers.current()));
  }

  private static Optional<String> fingerprint(@Nullable String deviceId) {
    return Optional.ofNullable(deviceId).map(DeviceId::fingerprint);
  }
}
