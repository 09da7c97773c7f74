package dev.parley.auth.oidc;

import dev.parley.auth.domain.Refusals;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.MalformedJwtException;
import io.jsonwebtoken.PrematureJwtException;
import io.jsonwebtoken.UnsupportedJwtException;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SecurityException;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks the ID tokens of one issuer (OpenID Connect Core 1.0, 3.1.3.7): algorithm, signature,
 * issuer, audience and times. What a token brings along ({@code jwk}, {@code jku}, {@code x5u}) is
 * ignored. Whether its nonce is unused is the sign-in's matter. Thread-safe.
 */
final class IdTokenVerifier {
  private static final List<SecureDigestAlgorithm<?, ?>> ALGORITHMS =
      List.of(
          Jwts.SIG.RS256,
          Jwts.SIG.RS384,
          Jwts.SIG.RS512,
          Jwts.SIG.PS256,
          Jwts.SIG.PS384,
          Jwts.SIG.PS512,
          Jwts.SIG.ES256,
          Jwts.SIG.ES384,
          Jwts.SIG.ES512);
  private static final Set<String> NAMES =
      ALGORITHMS.stream().map(SecureDigestAlgorithm::getId).collect(Collectors.toSet());

  private final TrustedIssuer issuer;
  private final IssuerKeys keys;
  private final Duration skew;
  private final Clock clock;
  private final JwtParser parser;

  IdTokenVerifier(TrustedIssuer issuer, IssuerKeys keys, Duration skew, Clock clock) {
    this.issuer = Objects.requireNonNull(issuer, "issuer");
    this.keys = Objects.requireNonNull(keys, "keys");
    this.skew = Objects.requireNonNull(skew, "skew");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.parser =
        Jwts.parser()
            .keyLocator(this::locate)
            .sig()
            .clear()
            .add(ALGORITHMS)
            .and()
            .clock(() -> Date.from(clock.instant()))
            .clockSkewSeconds(skew.toSeconds())
            .build();
  }

  /**
   * Who the token is about.
   *
   * @throws dev.parley.platform.error.AppException AUTH_FAILED with the reason, or UPSTREAM_FAILED
   */
  ExternalIdentity verify(String token) {
    Claims claims = parse(token);
    if (!issuer.spellings().contains(String.valueOf(claims.getIssuer()))) {
      throw Refusals.invalidIdToken("issuer", "must be issued by " + issuer.identifier());
    }
    audience(claims);
    times(claims);
    return PersonClaims.read(issuer, claims);
  }

  private Claims parse(String token) {
    try {
      return parser.parseSignedClaims(token).getPayload();
    } catch (ExpiredJwtException old) {
      throw Refusals.invalidIdToken("expired", "must not have expired");
    } catch (PrematureJwtException early) {
      throw Refusals.invalidIdToken("not_yet_valid", "must be valid already");
    } catch (SecurityException forged) {
      throw TokenRefusals.signature();
    } catch (UnsupportedJwtException other) {
      throw TokenRefusals.algorithm();
    } catch (MalformedJwtException bad) {
      throw TokenRefusals.malformed();
    } catch (JwtException | IllegalArgumentException bad) {
      // Without their causes, whose messages quote the token.
      throw TokenRefusals.malformed();
    }
  }

  private Key locate(Header header) {
    if (!(header instanceof JwsHeader jws) || !NAMES.contains(jws.getAlgorithm())) {
      throw TokenRefusals.algorithm();
    }
    String type = header.getType();
    // RFC 9068, and logout tokens: signed by the same keys, for other purposes.
    if (type != null && !type.toUpperCase(Locale.ROOT).equals("JWT")) {
      throw Refusals.invalidIdToken("type", "must be an ID token");
    }
    if (header.getCompressionAlgorithm() != null) {
      throw TokenRefusals.malformed();
    }
    return keys.find(jws.getKeyId(), jws.getAlgorithm())
        .orElseThrow(() -> TokenRefusals.signature());
  }

  private void audience(Claims claims) {
    Set<String> audience = claims.getAudience();
    Object azp = claims.get("azp");
    boolean ours = audience != null && audience.stream().anyMatch(issuer.clientIds()::contains);
    boolean forUs =
        azp == null
            ? ours && audience.size() == 1
            : ours && azp instanceof String party && issuer.clientIds().contains(party);
    if (!forUs) {
      throw Refusals.invalidIdToken("audience", "must be for a client id of this server");
    }
  }

  private void times(Claims claims) {
    if (claims.getExpiration() == null || claims.getIssuedAt() == null) {
      throw TokenRefusals.malformed();
    }
    Instant issued = claims.getIssuedAt().toInstant();
    if (issued.isAfter(clock.instant().plus(skew))) {
      throw Refusals.invalidIdToken("not_yet_valid", "must not be issued in the future");
    }
  }
}
