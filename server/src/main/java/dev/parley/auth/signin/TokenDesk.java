package dev.parley.auth.signin;

import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.domain.Scopes;
import dev.parley.auth.token.AccessTokenIssuer;
import dev.parley.users.api.RoleScopes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Makes the tokens of a session, after its transaction. Thread-safe. */
public final class TokenDesk {
  private final AccessTokenIssuer issuer;
  private final RoleScopes roles;
  private final Duration life;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * @param life of access tokens
   */
  public TokenDesk(
      AccessTokenIssuer issuer, RoleScopes roles, Duration life, Clock clock, SecureRandom random) {
    this.issuer = Objects.requireNonNull(issuer, "issuer");
    this.roles = Objects.requireNonNull(roles, "roles");
    this.life = Objects.requireNonNull(life, "life");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.random = Objects.requireNonNull(random, "random");
  }

  /** A refresh token that nobody has yet; its hash goes into the transaction. */
  public OpaqueSecret refreshToken() {
    return OpaqueSecret.random("rt_", random);
  }

  /** The pair for a session whose transaction has stored the refresh token. */
  public IssuedTokens pair(OpenedSession session, OpaqueSecret refreshToken) {
    TreeSet<String> scopes =
        new TreeSet<>(
            session.mustChangePassword()
                ? Set.of(Scopes.CHANGE_PASSWORD)
                : roles.of(session.account().role()));
    return new IssuedTokens(
        issuer.issue(session, scopes),
        life,
        refreshToken,
        Duration.between(clock.instant(), session.refreshExpiresAt()),
        scopes,
        session.sessionId(),
        session.mustChangePassword());
  }
}
