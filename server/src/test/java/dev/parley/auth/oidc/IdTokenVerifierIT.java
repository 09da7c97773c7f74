package dev.parley.auth.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import dev.parley.platform.sample.TestClock;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.io.Encoders;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.Keys;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes an ID token good or bad, with the keys of an issuer that is really asked. */
class IdTokenVerifierIT {
  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = new TestIssuer(clock);
  private final OidcSettings settings = issuer.trusted(Map.of("OIDC_KEYS_PAUSE", "0s"));
  private final IssuerDocuments documents =
      new IssuerDocuments(settings.timeout(), new ObjectMapper());
  private final IdTokenVerifier verifier = verifier(settings);

  private IdTokenVerifier verifier(OidcSettings of) {
    TrustedIssuer trusted = of.issuers().get(0);
    return new IdTokenVerifier(
        trusted, new IssuerKeys(trusted, documents, of, clock), of.skew(), clock);
  }

  @AfterEach
  void stop() {
    documents.close();
    issuer.close();
  }

  @Test
  void aGoodTokenTellsWhoItIs() {
    ExternalIdentity person =
        verifier.verify(
            issuer.sign(
                issuer.claims("ada", "n-1").claim("picture", "https://example.com/ada.png")));
    assertThat(person.issuer()).isEqualTo(issuer.identifier());
    assertThat(person.subject()).isEqualTo("ada");
    assertThat(person.email().orElseThrow().text()).isEqualTo("ada@example.com");
    assertThat(person.fullName()).contains("Some ada");
    assertThat(person.picture()).contains("https://example.com/ada.png");
    assertThat(person.nonce()).isEqualTo("n-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS512", "PS256", "ES256", "ES384", "ES512"})
  void everyAlgorithmOfTheListIsGood(String name) {
    var algorithm = (SignatureAlgorithm) Jwts.SIG.get().forKey(name);
    issuer.rotate(algorithm);
    String token = named().signWith(issuer.pair().getPrivate(), algorithm).compact();
    assertThat(verifier.verify(token).subject()).isEqualTo("ada");
  }

  @Test
  void aTokenSignedByAnotherKeyOfTheSameNameIsForged() {
    KeyPair forger = Jwts.SIG.RS256.keyPair().build();
    String token = named().signWith(forger.getPrivate()).compact();
    assertThat(refusal(token)).isEqualTo("signature");
  }

  @Test
  void aKeyThatTheTokenBringsAlongIsNotUsed() {
    KeyPair forger = Jwts.SIG.RS256.keyPair().build();
    String token =
        issuer
            .claims("ada", "n-1")
            .header()
            .keyId("mine")
            .add("jku", issuer.identifier() + "/mine")
            .jwk(Jwks.builder().key((RSAPublicKey) forger.getPublic()).build())
            .and()
            .signWith(forger.getPrivate())
            .compact();
    assertThat(refusal(token)).isEqualTo("signature");
  }

  @Test
  void aChangedClaimBreaksTheSignature() {
    String[] parts = issuer.sign(issuer.claims("ada", "n-1")).split("\\.");
    String payload =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("ada@example.com", "eve@example.com");
    assertThat(refusal(parts[0] + "." + TestIssuer.base64(payload) + "." + parts[2]))
        .isEqualTo("signature");
  }

  @Test
  void aTokenWithoutSignatureIsRefused() {
    String[] parts = issuer.sign(issuer.claims("ada", "n-1")).split("\\.");
    for (String alg : List.of("none", "None", "NONE")) {
      String head = TestIssuer.base64("{\"alg\":\"" + alg + "\"}");
      assertThat(refusal(head + "." + parts[1] + ".")).isEqualTo("algorithm");
      assertThat(refusal(head + "." + parts[1] + "." + parts[2])).isIn("algorithm", "malformed");
    }
  }

  @Test
  void thePublicKeyIsNoSecretToSignWith() {
    byte[] known = issuer.pair().getPublic().getEncoded();
    SecretKey secret = Keys.hmacShaKeyFor(known);
    String token = named().signWith(secret, Jwts.SIG.HS256).compact();
    assertThat(refusal(token)).isIn("algorithm", "signature");
  }

  @Test
  void aSecretOfTheKeySetSignsNothing() {
    SecretKey secret = Keys.hmacShaKeyFor(Base64.getUrlDecoder().decode("A".repeat(86)));
    String token =
        issuer.claims("ada", "n-1").header().keyId("secret").and().signWith(secret).compact();
    assertThat(refusal(token)).isIn("algorithm", "signature");
  }

  @Test
  void timesAreHeldWithTheSkewAlone() {
    Date now = Date.from(clock.instant());
    assertThat(refusal(c -> c.expiration(ago(Duration.ofSeconds(90))))).isEqualTo("expired");
    assertThat(refusal(c -> c.notBefore(ago(Duration.ofSeconds(-90))))).isEqualTo("not_yet_valid");
    assertThat(refusal(c -> c.issuedAt(ago(Duration.ofSeconds(-90))))).isEqualTo("not_yet_valid");
    assertThat(
            verifier
                .verify(
                    issuer.sign(
                        issuer
                            .claims("ada", "n-1")
                            .expiration(ago(Duration.ofSeconds(30)))
                            .notBefore(ago(Duration.ofSeconds(-30)))
                            .issuedAt(ago(Duration.ofSeconds(-30)))))
                .subject())
        .isEqualTo("ada");
    assertThat(refusal(c -> c.expiration(null))).isEqualTo("malformed");
    assertThat(refusal(c -> c.issuedAt(null))).isEqualTo("malformed");
    assertThat(now).isBefore(ago(Duration.ofMinutes(-5)));
  }

  @Test
  void anotherIssuersTokenIsRefused() {
    assertThat(refusal(c -> c.issuer("https://accounts.google.com"))).isEqualTo("issuer");
    assertThat(refusal(c -> c.issuer(issuer.identifier() + "/"))).isEqualTo("issuer");
    assertThat(refusal(c -> c.issuer(null))).isEqualTo("issuer");
  }

  @Test
  void aTokenForSomebodyElseIsRefused() {
    assertThat(refusal(c -> audience(c, "another-app"))).isEqualTo("audience");
    assertThat(refusal(c -> audience(c, TestIssuer.CLIENT, "another-app"))).isEqualTo("audience");
    assertThat(
            refusal(c -> audience(c, TestIssuer.CLIENT, "another-app").claim("azp", "another-app")))
        .isEqualTo("audience");
    assertThat(refusal(c -> c.claim("azp", "another-app"))).isEqualTo("audience");
    assertThat(refusal(c -> c.claim("aud", null))).isEqualTo("audience");
    assertThat(
            verifier
                .verify(
                    issuer.sign(
                        audience(issuer.claims("ada", "n"), "other", "parley-app")
                            .claim("azp", "parley-app")))
                .subject())
        .isEqualTo("ada");
  }

  @Test
  void anAccessTokenIsNoIdToken() {
    assertThat(refusal(c -> c.header().type("at+jwt").and())).isEqualTo("type");
    assertThat(refusal(c -> c.claim("nonce", null))).isEqualTo("nonce");
  }

  @Test
  void whatIsNoTokenIsRefused() {
    String good = issuer.sign(issuer.claims("ada", "n-1"));
    for (String bad :
        List.of(
            "x",
            "..",
            "a.b.c",
            good + ".",
            good.substring(0, good.lastIndexOf('.')),
            TestIssuer.base64("{\"alg\":\"RS256\"}") + "." + TestIssuer.base64("[]") + ".AA",
            " ",
            "\u0000",
            "ß.ß.ß")) {
      assertThat(refusal(bad)).as(bad).isIn("malformed", "signature", "algorithm");
    }
    assertThat(refusal(c -> c.subject(null))).isEqualTo("malformed");
    assertThat(refusal(c -> c.subject("s".repeat(256)))).isEqualTo("malformed");
  }

  @Test
  void aCompressedTokenIsNotOpened() {
    assertThat(refusal(c -> c.compressWith(Jwts.ZIP.DEF))).isEqualTo("malformed");
  }

  @Test
  void anAddressCountsOnlyWhereTheIssuerVouchesForIt() {
    assertThat(person(c -> c.claim("email_verified", false)).email()).isEmpty();
    assertThat(person(c -> c.claim("email_verified", null)).email()).isEmpty();
    assertThat(person(c -> c.claim("email_verified", 1)).email()).isEmpty();
    assertThat(person(c -> c.claim("email", null)).email()).isEmpty();
    assertThat(person(c -> c.claim("email", List.of("a@example.com"))).email()).isEmpty();
    assertThat(person(c -> c.claim("email", "ada@example.com\r\nBcc: eve@x.org")).email())
        .isEmpty();
    assertThat(person(c -> c.claim("email_verified", "true")).email()).isPresent();
    OidcSettings narrow = issuer.trusted(Map.of("OIDC_LOCAL_DOMAINS", "acme.com,EXAMPLE.com"));
    assertThat(verifier(narrow).verify(issuer.sign(issuer.claims("ada", "n"))).email()).isPresent();
    OidcSettings other = issuer.trusted(Map.of("OIDC_LOCAL_DOMAINS", "acme.com"));
    assertThat(verifier(other).verify(issuer.sign(issuer.claims("ada", "n"))).email()).isEmpty();
  }

  @Test
  void nameAndPictureAreMadeFitOrLeftOut() {
    assertThat(person(c -> c.claim("name", " Ada\n\u2028 Lovelace\t")).fullName())
        .contains("Ada Lovelace");
    assertThat(person(c -> c.claim("name", "A")).fullName()).isEmpty();
    assertThat(person(c -> c.claim("name", "😀".repeat(80))).fullName().orElseThrow())
        .hasSize(100)
        .isEqualTo("😀".repeat(50));
    assertThat(person(c -> c.claim("name", "x" + "😀".repeat(80))).fullName().orElseThrow())
        .hasSize(99);
    assertThat(person(c -> c.claim("picture", "javascript:alert(1)")).picture()).isEmpty();
    assertThat(person(c -> c.claim("picture", "http://example.com/a.png")).picture()).isEmpty();
    assertThat(person(c -> c.claim("picture", "https://x/" + "a".repeat(2048))).picture())
        .isEmpty();
  }

  @Test
  void aRefusalRepeatsNothingOfTheToken() {
    String token = issuer.sign(issuer.claims("ada", "n-1").issuer("https://elsewhere.example"));
    AppException failure =
        catchThrowableOfType(AppException.class, () -> verifier.verify(token + "x"));
    assertThat(failure).hasNoCause();
    assertThat(failure.toString() + failure.violations())
        .doesNotContain(token.split("\\.")[1], "elsewhere", Encoders.BASE64.encode(new byte[] {1}));
  }

  /** Claims that say they are signed with the issuer's present key. */
  private JwtBuilder named() {
    return issuer.claims("ada", "n-1").header().keyId(issuer.kid()).and();
  }

  private static JwtBuilder audience(JwtBuilder claims, String... audience) {
    return claims.claim("aud", null).audience().add(List.of(audience)).and();
  }

  private Date ago(Duration duration) {
    return Date.from(clock.instant().minus(duration));
  }

  private ExternalIdentity person(UnaryOperator<JwtBuilder> change) {
    return verifier.verify(issuer.sign(change.apply(issuer.claims("ada", "n-1"))));
  }

  private String refusal(UnaryOperator<JwtBuilder> change) {
    return refusal(issuer.sign(change.apply(issuer.claims("ada", "n-1"))));
  }

  private String refusal(String token) {
    AppException failure = catchThrowableOfType(AppException.class, () -> verifier.verify(token));
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(ErrorCode.AUTH_FAILED);
    List<Violation> violations = failure.violations();
    assertThat(violations).hasSize(1);
    assertThat(violations.get(0).pointer()).isEqualTo("/idToken");
    return violations.get(0).code();
  }
}
