package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.auth.token.SigningKey;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.users.api.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens made by hand: what is changed in a good one, and that it is refused. */
class ForgedTokensIT {
  @TempDir private static Path data;
  private static AuthNode node;
  private static SigningKey key;
  private static Forger forger;
  private static IssuedTokens tokens;

  @BeforeAll
  static void start() {
    node = new AuthNode(AuthNode.database(), data).started();
    node.registered("ada", Role.USER);
    tokens = node.signIn("ada");
    key = node.parts.keys.signing();
    forger = new Forger(key, tokens.accessToken());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void aTokenMadeByHandAsWeMakeItIsTaken() throws Exception {
    String token =
        forger.signed(header -> {}, claims -> claims.put("jti", "another"), key.privateKey());
    assertThat(node.parts.verifier.verify(token).username()).isEqualTo("ada");
  }

  @Test
  void withoutAnAlgorithm() throws Exception {
    for (String alg : new String[] {"none", "None", "NONE", ""}) {
      String head = forger.head(header -> header.put("alg", alg));
      refused(head + "." + part(1) + ".");
      refused(head + "." + part(1) + "." + part(2));
    }
  }

  @Test
  void withThePublicKeyAsAnHmacSecret() throws Exception {
    for (byte[] secret :
        new byte[][] {
          key.publicKey().getEncoded(),
          Base64.getMimeEncoder().encode(key.publicKey().getEncoded()),
          key.publicKey().getModulus().toByteArray()
        }) {
      refused(forger.hmac(secret));
    }
  }

  @Test
  void withAnotherRsaAlgorithmAndOurKey() throws Exception {
    String content = forger.head(header -> header.put("alg", "RS512")) + "." + part(1);
    refused(content + "." + Forger.sign(content, "SHA512withRSA", key.privateKey()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "../../../../dev/null",
        "/etc/passwd",
        "' OR '1'='1",
        "",
        "file:///dev/null",
      })
  void withAnotherKeysName(String kid) throws Exception {
    refused(forger.signed(header -> header.put("kid", kid), claims -> {}, key.privateKey()));
    refused(forger.signed(header -> header.put("kid", kid), claims -> {}, Forger.foreignKey()));
  }

  @Test
  void withoutAKeysName() throws Exception {
    refused(forger.signed(header -> header.remove("kid"), claims -> {}, key.privateKey()));
  }

  @Test
  void signedWithAnotherKeyUnderOurName() throws Exception {
    refused(forger.signed(header -> {}, claims -> {}, Forger.foreignKey()));
  }

  @Test
  void bringingItsOwnKey() throws Exception {
    refused(forger.withOwnKey());
    refused(forger.signed(header -> header.remove("kid"), claims -> {}, Forger.foreignKey()));
    refused(
        forger.signed(
            header -> header.put("jku", "http://127.0.0.1:1/keys"),
            claims -> {},
            Forger.foreignKey()));
  }

  @Test
  void ofAnotherType() throws Exception {
    for (String type : new String[] {"JWT", "dpop+jwt", ""}) {
      refused(forger.signed(header -> header.put("typ", type), claims -> {}, key.privateKey()));
    }
  }

  @Test
  void ofAnotherIssuerOrForAnotherAudience() throws Exception {
    claimed(claims -> claims.put("iss", "somebody"));
    claimed(claims -> claims.remove("iss"));
    claimed(claims -> claims.put("aud", "somebody"));
    claimed(claims -> claims.remove("aud"));
  }

  @Test
  void outOfItsTime() throws Exception {
    long now = node.clock.instant().getEpochSecond();
    claimed(claims -> claims.put("exp", now - 1));
    claimed(claims -> claims.put("exp", now));
    claimed(claims -> claims.remove("exp"));
    claimed(claims -> claims.put("nbf", now + 120));
    claimed(claims -> claims.put("iat", now + 120));
    claimed(claims -> claims.remove("iat"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub", "username", "role", "scope", "session_id"})
  void withoutAClaimOrWithANumberForIt(String claim) throws Exception {
    claimed(claims -> claims.remove(claim));
    claimed(claims -> claims.put(claim, 7));
  }

  @Test
  void changedAfterSigning() throws Exception {
    refused(part(0) + "." + forger.promoted() + "." + part(2));
    refused(part(0) + "." + part(1) + "." + part(2).substring(1) + "A");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "a.b.c", "Bearer", "null", "e30.e30.e30", "\u0000.\u0000."})
  void thatAreNone(String token) {
    refused(token);
  }

  @Test
  void thatAreSomethingElse() {
    refused(tokens.refreshToken().reveal());
    refused("x".repeat(100_000));
    refused(part(0) + "." + part(1));
    refused(tokens.accessToken() + "." + part(2));
  }

  @Test
  void aGoodTokenSpeltInAnotherWay() {
    String good = tokens.accessToken();
    assertThat(node.parts.verifier.verify(good).username()).isEqualTo("ada");
    for (String padding : new String[] {"=", "==", " ", "\t", "\r\n", "\u0000", ".", ","}) {
      refused(good + padding);
      refused(padding + good);
      refused(part(0) + padding + "." + part(1) + "." + part(2));
      refused(part(0) + "." + part(1) + padding + "." + part(2));
      refused(part(0) + "." + part(1) + "." + padding + part(2));
    }
    // Of the last letter's six bits the last four belong to no byte.
    char last = good.charAt(good.length() - 1);
    for (char other : new char[] {'A', 'B', 'g', 'w', '_'}) {
      if (other != last) {
        refused(good.substring(0, good.length() - 1) + other);
      }
    }
    refused(good.replace('-', '+').replace('_', '/') + "=");
  }

  @Test
  void aTokenEndsAtItsTimeEvenWhenItIsRemembered() {
    try (AuthNode other = new AuthNode(AuthNode.database(), data).started()) {
      other.registered("ada", Role.USER);
      String token = other.signIn("ada").accessToken();
      assertThat(other.parts.verifier.verify(token).username()).isEqualTo("ada");
      other.clock.shift(Duration.ofMinutes(5));
      assertThatThrownBy(() -> other.parts.verifier.verify(token)).isInstanceOf(AppException.class);
    }
  }

  private void claimed(Consumer<ObjectNode> change) throws Exception {
    refused(forger.signed(header -> {}, change, key.privateKey()));
  }

  private static void refused(String token) {
    assertThatThrownBy(() -> node.parts.verifier.verify(token))
        .isInstanceOfSatisfying(
            AppException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.AUTH_FAILED);
              assertThat(refusal).hasNoCause();
            });
  }

  private static String part(int index) {
    return tokens.accessToken().split("\\.")[index];
  }
}
