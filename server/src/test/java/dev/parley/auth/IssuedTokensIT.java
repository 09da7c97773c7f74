package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.auth.api.EndSession;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.sample.TestClock;
import dev.parley.testing.TestDatabase;
import dev.parley.users.api.Account;
import dev.parley.users.api.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in tokens, what the database has of them, and what it takes to check one. */
class IssuedTokensIT {
  @TempDir private Path data;
  private TestDatabase database;
  private AuthNode node;
  private Account ada;

  @BeforeEach
  void start() {
    database = AuthNode.database();
    node =
        new AuthNode(
                database,
                data,
                new TestClock(),
                Map.of(
                    "PARLEY_ADMIN_PASSWORD",
                    AuthNode.ADMIN_PASSWORD,
                    "AUTH_LOGIN_FREE_ATTEMPTS",
                    "3"))
            .started();
    ada = node.registered("ada", Role.USER);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void theClaimsAreThoseOfTheContractAndNoOther() throws IOException {
    IssuedTokens tokens = node.signIn("ada");
    JsonNode claims = claims(tokens);
    assertThat(claims.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "iss",
            "aud",
            "sub",
            "username",
            "role",
            "scope",
            "session_id",
            "fp",
            "iat",
            "exp",
            "jti");
    assertThat(claims.path("sub").asText()).isEqualTo(ada.id().toString());
    assertThat(claims.path("session_id").asText()).isEqualTo(tokens.sessionId().toString());
    assertThat(claims.path("fp").asText()).isEqualTo(AuthNode.DEVICE.orElseThrow());
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong())
        .isEqualTo(Duration.ofMinutes(5).toSeconds());
    assertThat(claims(node.refresh(tokens)).path("jti")).isNotEqualTo(claims.path("jti"));
  }

  @Test
  void withoutADeviceThereIsNoFingerprintAndAnyDeviceGoesOn() throws IOException {
    IssuedTokens tokens =
        node.signIn.signIn("ada", AuthNode.PASSWORD, Optional.empty(), node.anonymous());
    assertThat(claims(tokens).has("fp")).isFalse();
    IssuedTokens next = node.refresh(tokens);
    assertThat(claims(next).has("fp")).isFalse();
    assertThat(next.sessionId()).isEqualTo(tokens.sessionId());
  }

  @Test
  void aRevokedTokenDoesNotComeToLifeWhereTokensLiveShorterNow() {
    Map<String, String> secret = Map.of("AUTH_ACCESS_TTL", "1h");
    try (AuthNode before = new AuthNode(database, data, node.clock, secret).started()) {
      IssuedTokens tokens = before.signIn("ada");
      before.commands.send(new EndSession(), before.caller(tokens));
      node.clock.shift(Duration.ofMinutes(10));
      Map<String, String> shorter = Map.of("AUTH_ACCESS_TTL", "1m");
      try (AuthNode after = new AuthNode(database, data, node.clock, shorter).started()) {
        assertThatThrownBy(() -> after.parts.verifier.verify(tokens.accessToken()))
            .isInstanceOf(AppException.class);
      }
    }
  }

  @Test
  void aTokenIsCheckedWithoutTheDatabase() {
    IssuedTokens tokens = node.signIn("ada");
    node.close();
    assertThat(node.parts.verifier.verify(tokens.accessToken()).userId()).isEqualTo(ada.id());
    assertThatThrownBy(() -> node.parts.verifier.verify(tokens.accessToken() + "A"))
        .isInstanceOf(AppException.class);
  }

  @Test
  void theDatabaseHasHashesAlone() {
    OpaqueSecret invitation = node.invite(Role.VIEWER, Optional.empty(), node.admin());
    IssuedTokens first = node.signIn("ada");
    IssuedTokens next = node.refresh(first);
    List<String> rows =
        node.transactions.read(
            handle ->
                handle
                    .createQuery(
                        """
                            SELECT to_jsonb(t)::text FROM auth.refresh_token t
                            UNION ALL SELECT to_jsonb(t)::text FROM auth.session t
                            UNION ALL SELECT to_jsonb(t)::text FROM auth.credential t
                            UNION ALL SELECT to_jsonb(t)::text FROM auth.invitation t
                            UNION ALL SELECT to_jsonb(t)::text FROM auth.security_event t
                            UNION ALL SELECT to_jsonb(t)::text FROM platform.audit t
                            """)
                    .mapTo(String.class)
                    .list());
    String all = String.join("\n", rows);
    assertThat(all).contains(next.refreshToken().hash(), "$argon2id$");
    for (String secret :
        List.of(
            first.refreshToken().reveal(),
            next.refreshToken().reveal(),
            next.accessToken(),
            invitation.reveal(),
            AuthNode.PASSWORD,
            AuthNode.ADMIN_PASSWORD)) {
      assertThat(all).doesNotContain(secret);
    }
  }

  @Test
  void guessingTheCurrentPasswordHasToWaitAndTheRightOneIsNotEnoughThen() {
    IssuedTokens tokens = node.signIn("ada");
    for (int i = 0; i < 3; i++) {
      assertThat(change(tokens, "guess number " + i)).isEqualTo(ErrorCode.VALIDATION_ERROR);
    }
    assertThat(change(tokens, "guess number 4")).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
    assertThat(change(tokens, AuthNode.PASSWORD)).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
    assertThat(node.signIn("ada").scopes()).as("signing in goes on").isNotEmpty();
  }

  private ErrorCode change(IssuedTokens tokens, String current) {
    try {
      node.passwordChange.change(
          current, "difference engine no 2", AuthNode.DEVICE, node.caller(tokens));
      throw new AssertionError("changed");
    } catch (AppException refused) {
      return refused.code();
    }
  }

  private static JsonNode claims(IssuedTokens tokens) throws IOException {
    return new ObjectMapper()
        .readTree(Base64.getUrlDecoder().decode(tokens.accessToken().split("\\.")[1]));
  }
}
