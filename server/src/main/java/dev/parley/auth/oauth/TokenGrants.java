package dev.parley.auth.oauth;

import dev.parley.auth.api.OpenApplicationSession;
import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.api.SessionKind;
import dev.parley.auth.domain.Application;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.auth.signin.PasswordSignIn;
import dev.parley.auth.signin.SessionRefresh;
import dev.parley.auth.signin.TokenDesk;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Caller;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The grants of the token endpoint (RFC 6749), by the same flows as the house's own doors: no
 * limit, delay or check is passed by here. Thread-safe.
 */
public final class TokenGrants {
  private static final String PASSWORD = "password";
  private static final String REFRESH = "refresh_token";
  private static final String CLIENT = "client_credentials";

  /** The grants there are, by their names in requests. */
  public static final List<String> TYPES = List.of(PASSWORD, REFRESH, CLIENT);

  private final PasswordSignIn signIn;
  private final SessionRefresh refresh;
  private final Clients clients;
  private final CommandBus commands;
  private final TokenDesk desk;

  public TokenGrants(
      PasswordSignIn signIn,
      SessionRefresh refresh,
      Clients clients,
      CommandBus commands,
      TokenDesk desk) {
    this.signIn = Objects.requireNonNull(signIn, "signIn");
    this.refresh = Objects.requireNonNull(refresh, "refresh");
    this.clients = Objects.requireNonNull(clients, "clients");
    this.commands = Objects.requireNonNull(commands, "commands");
    this.desk = Objects.requireNonNull(desk, "desk");
  }

  /**
   * The tokens of a grant.
   *
   * @throws AppException with a code that OAuth 2.0 knows, MALFORMED_REQUEST, or
   *     RATE_LIMIT_EXCEEDED with the time to wait
   */
  public GrantedTokens grant(GrantRequest request, Caller caller) {
    Optional<Application> client =
        request.client().map(shown -> clients.authenticate(shown, caller));
    return switch (request.type()) {
      case PASSWORD -> password(request, client, caller);
      case REFRESH -> refresh(request, client, caller);
      case CLIENT -> client(request, client, caller);
      default ->
          throw new AppException(
              ErrorCode.UNSUPPORTED_GRANT_TYPE,
              "grant_type must be one of " + String.join(", ", TYPES));
    };
  }

  private GrantedTokens password(
      GrantRequest request, Optional<Application> client, Caller caller) {
    if (client.isPresent()) {
      // People give their passwords to nobody but this server's own clients.
      throw new AppException(
          ErrorCode.UNAUTHORIZED_CLIENT, "An application has the grant " + CLIENT + " only");
    }
    String username = GrantRequest.required(request.username(), "username");
    String password = GrantRequest.required(request.password(), "password");
    var scopes = request.scopes();
    return granted(
        () -> signIn.signIn(SessionKind.OAUTH, username, password, request.fp(), scopes, caller));
  }

  private GrantedTokens refresh(GrantRequest request, Optional<Application> client, Caller caller) {
    String token = GrantRequest.required(request.refreshToken(), REFRESH);
    if (client.isPresent()) {
      throw new AppException(
          ErrorCode.INVALID_GRANT, "The refresh token was not given to this client");
    }
    var scopes = request.scopes();
    return granted(() -> refresh.refresh(token, request.fp(), scopes, caller));
  }

  private GrantedTokens client(GrantRequest request, Optional<Application> client, Caller caller) {
    Application application = client.orElseThrow(Refusals::clientNeeded);
    OpenedSession session =
        commands.send(
            new OpenApplicationSession(
                application.id(), application.version(), request.scopes(), request.fp()),
            caller);
    SortedSet<String> scopes = new TreeSet<>(session.granted().orElseThrow());
    return new GrantedTokens(
        desk.access(session, scopes, application.id()), desk.life(), Optional.empty(), scopes);
  }

  /** What is wrong with a grant has one name here, and keeps its words. */
  private static GrantedTokens granted(Supplier<IssuedTokens> grant) {
    try {
      return GrantedTokens.of(grant.get());
    } catch (AppException refused) {
      throw switch (refused.code()) {
        case INVALID_CREDENTIALS, INVALID_REFRESH_TOKEN, ACCOUNT_DISABLED ->
            new AppException(ErrorCode.INVALID_GRANT, refused.detail());
        default -> refused;
      };
    }
  }
}
