package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.auth.api.EndSession;
import dev.parley.auth.api.ReplacePassword;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import dev.parley.platform.security.DeviceId;
import dev.parley.platform.security.Principal;
import dev.parley.testing.TestDatabase;
import dev.parley.users.TestRoles;
import dev.parley.users.api.Account;
import dev.parley.users.api.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node for all tests; each uses names of its own. */
class SignInIT {
  @TempDir private static Path data;
  private static TestDatabase database;
  private static AuthNode node;

  @BeforeAll
  static void start() {
    database = AuthNode.database();
    node = new AuthNode(database, data).started();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void theTokenSaysWhoAndWhat() {
    Account ada = node.registered("ada", Role.USER);
    IssuedTokens tokens = node.signIn("ADA@example.com");
    Principal principal = node.parts.verifier.verify(tokens.accessToken());
    assertThat(principal.userId()).isEqualTo(ada.id());
    assertThat(principal.username()).isEqualTo("ada");
    assertThat(principal.role()).isEqualTo("user");
    assertThat(principal.scopes()).isEqualTo(TestRoles.table().of(Role.USER));
    assertThat(principal.sessionId()).isEqualTo(tokens.sessionId());
    assertThat(principal.fp()).isEqualTo(AuthNode.DEVICE.orElseThrow());
    assertThat(tokens.life()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void unknownUserAndWrongPasswordGetTheSameAnswer() {
    node.registered("berta", Role.USER);
    AppException unknown = failure(() -> signIn("nobody", "whatever it may be"));
    AppException wrong = failure(() -> signIn("berta", "whatever it may be"));
    assertThat(unknown.code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    assertThat(wrong.code()).isEqualTo(unknown.code());
    assertThat(wrong.detail()).isEqualTo(unknown.detail());
    assertThat(wrong.extensions()).isEqualTo(unknown.extensions());
  }

  @Test
  void aSuspendedAccountIsToldSoOnlyWithItsPassword() {
    Account carl = node.registered("carl", Role.USER);
    node.transactions.write(
        handle ->
            handle.execute(
                "UPDATE users.account SET status = 'suspended' WHERE id = ?", carl.id()));
    assertThat(failure(() -> signIn("carl", "whatever it may be")).code())
        .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    assertThat(failure(() -> signIn("carl", AuthNode.PASSWORD)).code())
        .isEqualTo(ErrorCode.ACCOUNT_DISABLED);
  }

  @Test
  void aSuspendedAccountDoesNotStayInByChangingItsPassword() {
    Account carla = node.registered("carla", Role.USER);
    IssuedTokens before = node.signIn("carla");
    node.transactions.write(
        handle ->
            handle.execute(
                "UPDATE users.account SET status = 'suspended' WHERE id = ?", carla.id()));
    String next = "difference engine no 2";
    assertThat(
            failure(
                    () ->
                        node.passwordChange.change(
                            AuthNode.PASSWORD, next, AuthNode.DEVICE, node.caller(before)))
                .code())
        .isEqualTo(ErrorCode.ACCOUNT_DISABLED);
    // Suspended after the password was checked and before it is replaced.
    assertThat(
            failure(
                    () ->
                        node.commands.send(
                            new ReplacePassword(1, "hash", AuthNode.DEVICE, "refresh"),
                            node.caller(before)))
                .code())
        .isEqualTo(ErrorCode.ACCOUNT_DISABLED);
    assertThat(node.count("SELECT count(*) FROM auth.session WHERE user_id = '" + carla.id() + "'"))
        .isEqualTo(1);
    assertThat(failure(() -> signIn("carla", AuthNode.PASSWORD)).code())
        .as("the password is the old one")
        .isEqualTo(ErrorCode.ACCOUNT_DISABLED);
  }

  @Test
  void guessingGetsSlowForTheNameAndAddressAlone() {
    node.registered("dora", Role.USER);
    try (AuthNode strict =
        new AuthNode(
                database,
                data,
                node.clock,
                Map.of("AUTH_LOGIN_FREE_ATTEMPTS", "3", "AUTH_LOGIN_DELAY", "20s"))
            .started()) {
      for (int i = 0; i < 3; i++) {
        assertThat(failure(() -> guess(strict, AuthNode.ADDRESS)).code())
            .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      }
      AppException slow = failure(() -> guess(strict, AuthNode.ADDRESS));
      assertThat(slow.code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
      assertThat(slow.retryAfter().orElseThrow())
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
      assertThat(failure(() -> guess(strict, "10.0.0.2")).code())
          .isEqualTo(ErrorCode.INVALID_CREDENTIALS);
      assertThat(
              strict
                  .signIn
                  .signIn(
                      "dora",
                      AuthNode.PASSWORD,
                      Optional.empty(),
                      TestCallers.anonymous("10.0.0.3"))
                  .scopes())
          .as("the account is not locked")
          .isNotEmpty();
    }
  }

  @Test
  void signingOutEndsTheSessionAtOnceAndNoOther() {
    node.registered("emil", Role.USER);
    IssuedTokens one = node.signIn("emil");
    IssuedTokens two = node.signIn("emil");
    node.commands.send(new EndSession(), node.caller(one));
    assertThat(failure(() -> node.parts.verifier.verify(one.accessToken())).code())
        .isEqualTo(ErrorCode.AUTH_FAILED);
    assertThat(failure(() -> node.refresh(one)).code()).isEqualTo(ErrorCode.INVALID_REFRESH_TOKEN);
    assertThat(node.parts.verifier.verify(two.accessToken()).username()).isEqualTo("emil");
  }

  @Test
  void anotherPasswordEndsAllSessionsAndOpensANewOne() {
    node.registered("frida", Role.USER);
    IssuedTokens one = node.signIn("frida");
    IssuedTokens two = node.signIn("frida");
    IssuedTokens fresh =
        node.passwordChange.change(
            AuthNode.PASSWORD, "difference engine no 2", AuthNode.DEVICE, node.caller(one));
    assertThat(node.parts.verifier.verify(fresh.accessToken()).username()).isEqualTo("frida");
    for (IssuedTokens old : new IssuedTokens[] {one, two}) {
      assertThat(failure(() -> node.parts.verifier.verify(old.accessToken())).code())
          .isEqualTo(ErrorCode.AUTH_FAILED);
      assertThat(failure(() -> node.refresh(old)).code())
          .isEqualTo(ErrorCode.INVALID_REFRESH_TOKEN);
    }
    assertThat(failure(() -> node.signIn("frida")).code()).isEqualTo(ErrorCode.INVALID_CREDENTIALS);
    assertThat(signIn("frida", "difference engine no 2").mustChangePassword()).isFalse();
  }

  @Test
  void aWrongOrUnchangedOrBadPasswordChangesNothing() {
    node.registered("gustav", Role.USER);
    IssuedTokens tokens = node.signIn("gustav");
    assertThat(violation(tokens, "not the password", "difference engine no 2"))
        .containsExactly("wrong_password");
    assertThat(violation(tokens, AuthNode.PASSWORD, AuthNode.PASSWORD))
        .containsExactly("password_unchanged");
    assertThat(violation(tokens, AuthNode.PASSWORD, "i am gustav, hello"))
        .containsExactly("password_personal");
    assertThat(node.parts.verifier.verify(tokens.accessToken()).username()).isEqualTo("gustav");
    assertThat(node.signIn("gustav").scopes()).isNotEmpty();
  }

  @Test
  void theFirstAdminCanDoNothingButChangeThePassword() {
    IssuedTokens first = signIn("admin", AuthNode.ADMIN_PASSWORD);
    assertThat(first.mustChangePassword()).isTrue();
    assertThat(node.parts.verifier.verify(first.accessToken()).scopes())
        .containsExactly("password:change");
    assertThat(node.refresh(first).scopes()).containsExactly("password:change");
    IssuedTokens admin =
        node.passwordChange.change(
            AuthNode.ADMIN_PASSWORD, AuthNode.PASSWORD, AuthNode.DEVICE, node.caller(first));
    assertThat(admin.mustChangePassword()).isFalse();
    assertThat(admin.scopes()).isEqualTo(TestRoles.table().of(Role.ADMIN));
  }

  @Test
  void aHashOfOldParametersIsReplacedAtSignIn() {
    Account hugo = node.registered("hugo", Role.USER);
    try (AuthNode dearer =
        new AuthNode(database, data, node.clock, Map.of("AUTH_ARGON2_MEMORY", "128")).started()) {
      dearer.signIn("hugo");
      assertThat(
              dearer.count(
                  "SELECT count(*) FROM auth.credential WHERE password_hash LIKE '%m=128,%' AND"
                      + " version = 1 AND user_id = '"
                      + hugo.id()
                      + "'"))
          .isEqualTo(1);
      dearer.signIn("hugo");
    }
    assertThat(node.signIn("hugo").scopes()).isNotEmpty();
  }

  @Test
  void aTokenIsRefusedOnADeviceThatNamesItselfAndIsAnother() {
    node.registered("ida", Role.USER);
    String deviceId = "0123456789abcdef0123456789abcdef";
    IssuedTokens tokens =
        node.signIn.signIn(
            "ida",
            AuthNode.PASSWORD,
            Optional.of(DeviceId.fingerprint(deviceId)),
            node.anonymous());
    var verifier = node.parts.verifier;
    assertThat(verifier.verify(tokens.accessToken(), Optional.of(deviceId)).username())
        .isEqualTo("ida");
    assertThat(verifier.verify(tokens.accessToken(), Optional.empty()).username()).isEqualTo("ida");
    assertThat(failure(() -> verifier.verify(tokens.accessToken(), Optional.of("another"))).code())
        .isEqualTo(ErrorCode.AUTH_FAILED);
  }

  private static IssuedTokens signIn(String login, String password) {
    return node.signIn.signIn(login, password, AuthNode.DEVICE, node.anonymous());
  }

  private static IssuedTokens guess(AuthNode on, String address) {
    return on.signIn.signIn(
        "dora", "wrong again and again", Optional.empty(), TestCallers.anonymous(address));
  }

  private static Iterable<String> violation(IssuedTokens tokens, String current, String next) {
    AppException failure =
        failure(
            () -> node.passwordChange.change(current, next, AuthNode.DEVICE, node.caller(tokens)));
    assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
    return failure.violations().stream().map(Violation::code).toList();
  }

  private static AppException failure(ThrowingCallable call) {
    AppException[] caught = new AppException[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AppException.class, failure -> caught[0] = failure);
    return caught[0];
  }
}
