package dev.parley.auth.oauth;

import dev.parley.auth.signin.IssuedTokens;
import dev.parley.auth.signin.PasswordSignIn;
import dev.parley.auth.signin.SessionRefresh;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Caller;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The grants of the token endpoint (RFC 6749), by the same flows as the house's own doors: no
 * limit, delay or check is passed by here. Thread-safe.
 */
public final class TokenGrants {
  private static final String PASSWORD = "password";
  private static final String REFRESH = "refresh_token";

  private final PasswordSignIn signIn;
  private final SessionRefresh refresh;

  public TokenGrants(PasswordSignIn signIn, SessionRefresh refresh) {
    this.signIn = Objects.requireNonNull(signIn, "signIn");
    this.refresh = Objects.requireNonNull(refresh, "refresh");
  }

  /**
   * The tokens of a grant.
   *
   * @throws AppException with a code that OAuth 2.0 knows, MALFORMED_REQUEST, or
   *     RATE_LIMIT_EXCEEDED with the time to wait
   */
  public GrantedTokens grant(GrantRequest request, Caller caller) {
    if (request.client().isPresent()) {
      throw new AppException(
          ErrorCode.INVALID_CLIENT, "The client is unknown or its secret is wrong");
    }
    return switch (request.type()) {
      case PASSWORD -> password(request, caller);
      case REFRESH -> refresh(request, caller);
      default ->
          throw new AppException(
              ErrorCode.UNSUPPORTED_GRANT_TYPE,
              "grant_type must be one of " + PASSWORD + ", " + REFRESH);
    };
  }

  private GrantedTokens password(GrantRequest request, Caller caller) {
    String username = GrantRequest.required(request.username(), "username");
    String password = GrantRequest.required(request.password(), "password");
    var scopes = request.scopes();
    return granted(() -> signIn.signIn(username, password, request.fp(), scopes, caller));
  }

  private GrantedTokens refresh(GrantRequest request, Caller caller) {
    String token = GrantRequest.required(request.refreshToken(), REFRESH);
    var scopes = request.scopes();
    return granted(() -> refresh.refresh(token, request.fp(), scopes, caller));
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
