package dev.parley.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.CredentialKind;
import dev.parley.platform.security.DeviceId;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.SessionRevocations;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.UnsupportedJwtException;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks access tokens with the public keys alone. What a token may bring along is ignored: the
 * algorithm is RS256 whatever its header says, the key one of our own, by name.
 *
 * <p>A token that held is remembered, by its hash and in a bounded cache, so that a signature is
 * checked once and not at each request; end and revocation are checked every time. Thread-safe.
 */
public final class JwtVerifier {
  /** RFC 9068: tells an access token from any other JWT that the same keys might sign. */
  static final String TYPE = "at+jwt";

  /** RFC 9068: the application that got the token; none for a person's. */
  static final String CLIENT = "client_id";

  private static final int REMEMBERED = 10_000;
  private static final int LONGEST = 4096;
  private static final Duration LONG_AGO = Duration.ofDays(3650);

  /** Base64url without padding and nothing around it: a token has one spelling. */
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.([A-Za-z0-9_-]+)");

  private final KeyRing keys;
  private final SessionRevocations revocations;
  private final Clock clock;
  private final Duration longestLife;
  private final JwtParser parser;

  /** Takes tokens however old they are. */
  private final JwtParser lenient;

  private final Cache<String, Principal> verified =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  public JwtVerifier(
      KeyRing keys, SessionRevocations revocations, TokenSettings settings, Clock clock) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.revocations = Objects.requireNonNull(revocations, "revocations");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.longestLife = settings.life().plus(TokenSettings.CLOCK_SKEW);
    this.parser = parser(settings, TokenSettings.CLOCK_SKEW);
    this.lenient = parser(settings, LONG_AGO);
  }

  private JwtParser parser(TokenSettings settings, Duration skew) {
    return Jwts.parser()
        .keyLocator(this::locate)
        .sig()
        .clear()
        .add(Jwts.SIG.RS256)
        .and()
        .requireIssuer(settings.issuer())
        .requireAudience(settings.audience())
        .clock(() -> Date.from(clock.instant()))
        .clockSkewSeconds(skew.toSeconds())
        .build();
  }

  /**
   * The identity in a token that holds.
   *
   * @throws AppException AUTH_FAILED
   */
  public Principal verify(String token) {
    if (token.length() > LONGEST) {
      throw refused();
    }
    String hash = OpaqueSecret.hashOf(token);
    Principal known = verified.getIfPresent(hash);
    Principal principal = known == null ? parse(parser, token) : known;
    // The skew is for tokens of a node whose clock is ahead; it does not lengthen a token's life.
    if (!clock.instant().isBefore(principal.expiresAt())) {
      verified.invalidate(hash);
      throw refused();
    }
    if (revocations.isRevoked(principal.sessionId())) {
      throw refused();
    }
    if (known == null) {
      verified.put(hash, principal);
    }
    return principal;
  }

  /** As {@link #verify(String)}, from a request that may name its device. */
  public Principal verify(String token, Optional<String> deviceId) {
    Principal principal = verify(token);
    boolean foreign =
        principal.fp() != null
            && deviceId.isPresent()
            && !principal.fp().equals(DeviceId.fingerprint(deviceId.get()));
    if (foreign) {
      throw new AppException(ErrorCode.AUTH_FAILED, "The token belongs to another device");
    }
    return principal;
  }

  private Key locate(Header header) {
    boolean ours =
        header instanceof JwsHeader jws
            && Jwts.SIG.RS256.getId().equals(jws.getAlgorithm())
            && TYPE.equals(jws.getType());
    if (ours && header instanceof JwsHeader jws && jws.getKeyId() != null) {
      return keys.find(jws.getKeyId())
          .map(SigningKey::publicKey)
          .orElseThrow(() -> new UnsupportedJwtException("Signed with a key that is not ours"));
    }
    throw new UnsupportedJwtException("Not an access token");
  }

  /** The session of a token that is one of ours, even if it is over or for another device. */
  public Optional<UUID> session(String token) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(lenient, token).sessionId());
    } catch (AppException forged) {
      return Optional.empty();
    }
  }

  private Principal parse(JwtParser parser, String token) {
    try {
      Matcher compact = COMPACT.matcher(token);
      if (!compact.matches() || !isCanonical(compact.group(1))) {
        throw refused();
      }
      Claims claims = parser.parseSignedClaims(token).getPayload();
      Instant issued = required(claims.getIssuedAt()).toInstant();
      if (issued.isAfter(clock.instant().plus(TokenSettings.CLOCK_SKEW))) {
        throw refused();
      }
      return new Principal(
          UUID.fromString(required(claims.getSubject())),
          required(claims.get("username", String.class)),
          required(claims.get("role", String.class)),
          scopes(required(claims.get("scope", String.class))),
          claims.get(CLIENT) == null ? CredentialKind.SESSION : CredentialKind.APPLICATION,
          UUID.fromString(required(claims.get("session_id", String.class))),
          claims.get("fp", String.class),
          earlier(required(claims.getExpiration()).toInstant(), issued.plus(longestLife)));
    } catch (JwtException | IllegalArgumentException bad) {
      // Without its cause: the messages of the parser quote the token.
      throw refused();
    }
  }

  /**
   * A token ends by the life that is set today, however long it was made for: revocations are
   * remembered for that long, and a longer-lived token would come to life again.
   */
  private static Instant earlier(Instant expires, Instant oldest) {
    return expires.isBefore(oldest) ? expires : oldest;
  }

  /** Whether the bits that the last letter has beyond the last byte are zero. */
  private static boolean isCanonical(String signature) {
    byte[] bytes = Base64.getUrlDecoder().decode(signature);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(signature);
  }

  private static <T> T required(@Nullable T claim) {
    if (claim == null) {
      throw refused();
    }
    return claim;
  }

  private static Set<String> scopes(String scope) {
    return scope.isEmpty() ? Set.of() : new HashSet<>(List.of(scope.split(" ")));
  }

  /** One answer for all, so that a forger learns nothing. */
  private static AppException refused() {
    return new AppException(
        ErrorCode.AUTH_FAILED, "The access token is not valid, or not any more");
  }
}
