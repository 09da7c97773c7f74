package dev.parley.auth.signin;

import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.domain.SessionScopes;
import dev.parley.auth.token.AccessTokenIssuer;
import dev.parley.users.api.Account;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.UUID;

/** Makes the tokens of a session, after its transaction. Thread-safe. */
public final class TokenDesk {
  private final AccessTokenIssuer issuer;
  private final SessionScopes scopes;
  private final Duration life;
  private final Clock clock;
  private final SecureRandom random;

  /**
   * @param life of access tokens
   */
  public TokenDesk(
      AccessTokenIssuer issuer,
      SessionScopes scopes,
      Duration life,
      Clock clock,
      SecureRandom random) {
    this.issuer = Objects.requireNonNull(issuer, "issuer");
    this.scopes = Objects.requireNonNull(scopes, "scopes");
    this.life = Objects.requireNonNull(life, "life");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.random = Objects.requireNonNull(random, "random");
  }

  /** Refuses, with INVALID_SCOPE, more than an account could be given. */
  void require(Optional<Set<String>> wanted, Account account, boolean mustChangePassword) {
    SortedSet<String> missing =
        scopes.missing(wanted, account, mustChangePassword, Optional.empty());
    if (!missing.isEmpty()) {
      throw Refusals.invalidScope(missing);
    }
  }

  /** A refresh token that nobody has yet; its hash goes into the transaction. */
  public OpaqueSecret refreshToken() {
    return OpaqueSecret.random("rt_", random);
  }

  /** The one access token of a session that an application opened. */
  public String access(OpenedSession session, SortedSet<String> granted, UUID applicationId) {
    return issuer.issue(session, granted, Optional.of(applicationId));
  }

  /** How long access tokens live. */
  public Duration life() {
    return life;
  }

  /** The pair for a session whose transaction has stored the refresh token. */
  public IssuedTokens pair(OpenedSession session, OpaqueSecret refreshToken) {
    SortedSet<String> held =
        scopes.of(session.account(), session.mustChangePassword(), session.granted());
    return new IssuedTokens(
        issuer.issue(session, held),
        life,
        refreshToken,
        Duration.between(clock.instant(), session.refreshExpiresAt()),
        held,
        session.sessionId(),
        session.mustChangePassword());
  }
}
