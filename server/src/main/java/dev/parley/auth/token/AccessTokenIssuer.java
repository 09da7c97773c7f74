package dev.parley.auth.token;

import dev.parley.auth.api.OpenedSession;
import dev.parley.platform.time.Ids;
import dev.parley.users.api.Account;
import io.jsonwebtoken.Jwts;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Makes access tokens: JWTs signed with RS256. Thread-safe. */
public final class AccessTokenIssuer {
  private final KeyRing keys;
  private final TokenSettings settings;
  private final Clock clock;
  private final Ids ids;

  public AccessTokenIssuer(KeyRing keys, TokenSettings settings, Clock clock, Ids ids) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.ids = Objects.requireNonNull(ids, "ids");
  }

  /** A token for a session, good for these scopes and for as long as the settings say. */
  public String issue(OpenedSession session, Collection<String> scopes) {
    return issue(session, scopes, Optional.empty());
  }

  /**
   * As above, for the application that acts for the session's account, if one does ({@code
   * client_id}, RFC 9068). Its token has no refresh to outlive, and ends with its session.
   */
  public String issue(
      OpenedSession session, Collection<String> scopes, Optional<UUID> application) {
    SigningKey key = keys.signing();
    Account account = session.account();
    Instant now = clock.instant();
    Instant end = application.isPresent() ? session.refreshExpiresAt() : now.plus(settings.life());
    var token =
        Jwts.builder()
            .header()
            .keyId(key.kid())
            .type(JwtVerifier.TYPE)
            .and()
            .issuer(settings.issuer())
            .audience()
            .add(settings.audience())
            .and()
            .subject(account.id().toString())
            .claim("username", account.username())
            .claim("role", account.role().wire())
            .claim("scope", String.join(" ", new TreeSet<>(scopes)))
            .claim("session_id", session.sessionId().toString())
            .issuedAt(Date.from(now))
            .expiration(Date.from(end))
            .id(ids.next().toString());
    session.fp().ifPresent(fp -> token.claim("fp", fp));
    application.ifPresent(id -> token.claim(JwtVerifier.CLIENT, id.toString()));
    return token.signWith(key.privateKey(), Jwts.SIG.RS256).compact();
  }
}
