package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.parley.auth.api.CreateApiKey;
import dev.parley.auth.api.GetApiKey;
import dev.parley.auth.api.ListApiKeys;
import dev.parley.auth.api.RevokeApiKey;
import dev.parley.auth.api.RotateApiKey;
import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.platform.bus.Command;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.AccountChanges.Standing;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.Credential;
import dev.parley.platform.security.CredentialKind;
import dev.parley.platform.security.Principal;
import dev.parley.testing.TestDatabase;
import dev.parley.users.TestRoles;
import dev.parley.users.api.Account;
import dev.parley.users.api.Role;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API keys on a real database: what they may do, and how they end. */
class ApiKeyIT {
  private static final Duration MONTH = Duration.ofDays(30);

  private static final AtomicInteger USERS = new AtomicInteger();

  @TempDir private static Path data;
  private static TestDatabase database;
  private AuthNode node;
  private Account ada;
  private Caller caller;

  @BeforeAll
  static void database() {
    database = AuthNode.database();
  }

  @BeforeEach
  void start() {
    node = new AuthNode(database, data).started();
    ada = node.registered("ada" + USERS.incrementAndGet(), Role.USER);
    caller = TestCallers.of(ada, TestRoles.table().of(Role.USER));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void standsForItsOwnerWithItsOwnScopes() {
    OpaqueSecret secret = secret();
    ApiKey key = create(secret, "orders:read", "market:read");
    Principal principal = node.parts.apiKeys.verifier.verify(secret.reveal());
    assertThat(principal.userId()).isEqualTo(ada.id());
    assertThat(principal.credential()).isEqualTo(CredentialKind.API_KEY);
    assertThat(principal.sessionId()).isEqualTo(key.id());
    assertThat(principal.scopes()).containsExactlyInAnyOrder("orders:read", "market:read");
    assertThat(principal.expiresAt()).isEqualTo(key.createdAt().plus(MONTH));
    assertThat(key.hint()).hasSize(10);
    assertThat(secret.reveal()).startsWith(key.hint());
  }

  @Test
  void keepsNoSecret() {
    OpaqueSecret secret = secret();
    create(secret, "market:read");
    String row =
        node.transactions.read(
            handle ->
                handle
                    .createQuery(
                        "SELECT row_to_json(k)::text FROM auth.api_key k WHERE user_id = :id")
                    .bind("id", ada.id())
                    .mapTo(String.class)
                    .one());
    assertThat(row).doesNotContain(secret.reveal()).contains(secret.hash());
  }

  @Test
  void mayDoNoMoreThanItsMakerAndMakesNoCredentials() {
    assertThat(refusal(() -> create(secret(), "market:read", "users:read")))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    for (String scope : TestRoles.table().signInOnly()) {
      Caller admin = node.admin();
      AppException refusal = failure(() -> node.commands.send(command(secret(), scope), admin));
      assertThat(refusal.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
      assertThat(refusal.violations().get(0).code()).isEqualTo("sign_in_only");
    }
  }

  @Test
  void shrinksWithItsOwnersRoleAndDiesWithTheAccount() {
    OpaqueSecret secret = secret();
    create(secret, "orders:write", "market:read");
    verify(secret);
    set("role = 'viewer'");
    node.clock.shift(Duration.ofSeconds(31));
    assertThat(verify(secret).scopes()).containsExactly("market:read");
    set("status = 'suspended'");
    node.clock.shift(Duration.ofSeconds(31));
    assertThat(refusal(() -> verify(secret))).isEqualTo(ErrorCode.AUTH_FAILED);
  }

  @Test
  void whatItsOwnerLosesIsLostOnEveryNodeWithinASecond() {
    try (AuthNode other = new AuthNode(database, data, node.clock, Map.of()).started()) {
      OpaqueSecret secret = secret();
      create(secret, "orders:write", "market:read");
      Credential.ApiKey key = new Credential.ApiKey(secret.reveal());
      Credential.AccessToken token =
          new Credential.AccessToken(node.signIn(ada.username()).accessToken());
      List<AuthNode> nodes = List.of(node, other);
      List<Standing> heard = new CopyOnWriteArrayList<>();
      other.parts.accounts.onChange(heard::add);
      nodes.forEach(at -> assertThat(scopes(at, key)).contains("orders:write"));
      nodes.forEach(at -> assertThat(scopes(at, token)).contains("orders:write"));

      set("role = 'viewer'");
      withinASecond(
          nodes, at -> assertThat(scopes(at, key)).as("demoted").containsExactly("market:read"));
      withinASecond(nodes, at -> assertThat(scopes(at, token)).doesNotContain("orders:write"));
      assertThat(heard).extracting(Standing::role).containsExactly("viewer");

      set("status = 'suspended'");
      withinASecond(nodes, at -> assertThat(refusal(() -> scopes(at, key))).isNotNull());
      withinASecond(nodes, at -> assertThat(refusal(() -> scopes(at, token))).isNotNull());
      assertThat(heard).extracting(Standing::active).containsExactly(true, false);

      set("status = 'active', role = 'user'");
      withinASecond(nodes, at -> assertThat(scopes(at, key)).as("again").contains("orders:write"));
    }
  }

  @Test
  void anAccountThatWasOnlyMadeHasNotChanged() {
    node.parts.accounts.poll();
    assertThat(node.parts.accounts.standing(ada.id())).isEmpty();
    set("role = 'viewer'");
    node.parts.accounts.poll();
    assertThat(node.parts.accounts.standing(ada.id())).isPresent();
    node.clock.shift(Duration.ofHours(1));
    node.parts.accounts.poll();
    assertThat(node.parts.accounts.standing(ada.id())).as("forgotten").isEmpty();
  }

  @Test
  void endsByItself() {
    OpaqueSecret secret = secret();
    ApiKey key = create(secret, "market:read");
    node.clock.shift(MONTH.minusSeconds(1));
    verify(secret);
    node.clock.shift(Duration.ofSeconds(1));
    assertThat(refusal(() -> verify(secret))).isEqualTo(ErrorCode.AUTH_FAILED);
    assertThat(get(key).status(node.clock.instant())).isEqualTo(ApiKey.Status.EXPIRED);
    assertThat(refusal(() -> rotate(key, secret(), Duration.ZERO))).isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void aRevokedKeyIsOutOnEveryNodeWithinASecond() {
    try (AuthNode other = new AuthNode(database, data, node.clock, Map.of()).started()) {
      OpaqueSecret secret = secret();
      ApiKey key = create(secret, "market:read");
      other.parts.apiKeys.verifier.verify(secret.reveal());
      verify(secret);
      Set<Object> heard = ConcurrentHashMap.newKeySet();
      other.parts.revoked.onRevoked(heard::add);
      node.commands.send(new RevokeApiKey(key.id()), caller);
      assertThat(refusal(() -> verify(secret))).isEqualTo(ErrorCode.AUTH_FAILED);
      await().atMost(Duration.ofSeconds(1)).until(() -> heard.contains(key.id()));
      assertThat(refusal(() -> other.parts.apiKeys.verifier.verify(secret.reveal())))
          .isEqualTo(ErrorCode.AUTH_FAILED);
      Instant revokedAt = get(key).revokedAt();
      node.clock.shift(Duration.ofHours(1));
      assertThat(refusal(() -> other.parts.apiKeys.verifier.verify(secret.reveal())))
          .as("long after the revocation was forgotten")
          .isEqualTo(ErrorCode.AUTH_FAILED);
      node.commands.send(new RevokeApiKey(key.id()), caller);
      assertThat(get(key).revokedAt()).as("revoked once").isEqualTo(revokedAt);
    }
  }

  @Test
  void anotherKeyTakesItsPlaceAtOnce() {
    OpaqueSecret old = secret();
    ApiKey key = create(old, "market:read");
    verify(old);
    OpaqueSecret secret = secret();
    ApiKey next = rotate(key, secret, Duration.ZERO);
    assertThat(refusal(() -> verify(old))).isEqualTo(ErrorCode.AUTH_FAILED);
    assertThat(verify(secret).scopes()).containsExactly("market:read");
    assertThat(get(key).replacedBy()).isEqualTo(next.id());
    assertThat(get(key).status(node.clock.instant())).isEqualTo(ApiKey.Status.REVOKED);
    assertThat(refusal(() -> rotate(key, secret(), Duration.ZERO))).isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void bothKeysWorkDuringAnOverlapAndTheSocketsOfTheOldOneEndWithIt() {
    OpaqueSecret old = secret();
    ApiKey key = create(old, "market:read");
    verify(old);
    OpaqueSecret secret = secret();
    rotate(key, secret, Duration.ofMinutes(30));
    Set<Object> heard = ConcurrentHashMap.newKeySet();
    node.parts.revoked.onRevoked(heard::add);
    node.clock.shift(Duration.ofMinutes(29));
    node.parts.revoked.poll();
    verify(old);
    verify(secret);
    assertThat(heard).doesNotContain(key.id());
    assertThat(refusal(() -> rotate(key, secret(), Duration.ZERO))).isEqualTo(ErrorCode.CONFLICT);
    node.clock.shift(Duration.ofMinutes(1));
    assertThat(refusal(() -> verify(old))).isEqualTo(ErrorCode.AUTH_FAILED);
    verify(secret);
    await().atMost(Duration.ofSeconds(5)).until(() -> heard.contains(key.id()));
  }

  @Test
  void anOverlapCanBeCutShort() {
    OpaqueSecret old = secret();
    ApiKey key = create(old, "market:read");
    ApiKey next = rotate(key, secret(), Duration.ofMinutes(30));
    node.commands.send(new RevokeApiKey(key.id()), caller);
    assertThat(refusal(() -> verify(old))).isEqualTo(ErrorCode.AUTH_FAILED);
    assertThat(get(key).replacedBy()).isEqualTo(next.id());
  }

  @Test
  void belongsToItsMakerAlone() {
    ApiKey key = create(secret(), "market:read");
    Account eve = node.registered("eve", Role.USER);
    Caller stranger = TestCallers.of(eve, TestRoles.table().of(Role.USER));
    List<Command<?>> attempts =
        List.of(
            new RevokeApiKey(key.id()),
            new RotateApiKey(key.id(), Duration.ZERO, MONTH, secret().hash(), "ak_x"));
    for (Command<?> attempt : attempts) {
      assertThat(refusal(() -> node.commands.send(attempt, stranger)))
          .isEqualTo(ErrorCode.PERMISSION_DENIED);
    }
    assertThat(refusal(() -> node.queries.ask(new GetApiKey(key.id()), stranger)))
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(list(stranger, Optional.empty())).isEmpty();
    assertThat(list(caller, Optional.of(ApiKey.Status.ACTIVE))).containsExactly(key);
    assertThat(list(caller, Optional.of(ApiKey.Status.REVOKED))).isEmpty();
  }

  @Test
  void thereIsAnEndToHowManyThereAre() {
    List<ApiKey> keys = new ArrayList<>();
    for (int i = 0; i < ApiKey.MOST; i++) {
      keys.add(create(secret(), "market:read"));
    }
    assertThat(refusal(() -> create(secret(), "market:read"))).isEqualTo(ErrorCode.CONFLICT);
    rotate(keys.get(0), secret(), Duration.ZERO);
    node.commands.send(new RevokeApiKey(keys.get(1).id()), caller);
    create(secret(), "market:read");
  }

  @Test
  void lastUseIsNotedInPassing() {
    OpaqueSecret secret = secret();
    ApiKey key = create(secret, "market:read");
    for (int i = 0; i < 5; i++) {
      node.clock.shift(Duration.ofSeconds(1));
      verify(secret);
    }
    assertThat(get(key).lastUsedAt()).isNull();
    node.parts.apiKeys.uses.flush();
    assertThat(get(key).lastUsedAt())
        .isCloseTo(node.clock.instant(), within(1, ChronoUnit.MINUTES));
  }

  @Test
  void whatIsNoKeyIsRefusedWithoutAsking() {
    for (String bad : List.of("", "ak_", "nothing", "ak_" + "A".repeat(10_000), "ak_\0")) {
      assertThat(refusal(() -> node.parts.apiKeys.verifier.verify(bad)))
          .isEqualTo(ErrorCode.AUTH_FAILED);
    }
  }

  private ApiKey create(OpaqueSecret secret, String... scopes) {
    return node.commands.send(command(secret, scopes), caller);
  }

  private static CreateApiKey command(OpaqueSecret secret, String... scopes) {
    return new CreateApiKey("Report", List.of(scopes), MONTH, secret.hash(), ApiKey.hint(secret));
  }

  private ApiKey rotate(ApiKey key, OpaqueSecret secret, Duration overlap) {
    return node.commands.send(
        new RotateApiKey(key.id(), overlap, MONTH, secret.hash(), ApiKey.hint(secret)), caller);
  }

  private ApiKey get(ApiKey key) {
    return node.queries.ask(new GetApiKey(key.id()), caller);
  }

  private List<ApiKey> list(Caller asking, Optional<ApiKey.Status> status) {
    return node.queries
        .ask(new ListApiKeys(status, new PageRequest(50, null, false)), asking)
        .items();
  }

  private Principal verify(OpaqueSecret secret) {
    return node.parts.apiKeys.verifier.verify(secret.reveal());
  }

  private void set(String change) {
    node.transactions.write(
        handle ->
            handle.execute(
                "UPDATE users.account SET version = version + 1, updated_at = ?, "
                    + change
                    + " WHERE id = ?",
                node.clock.instant(),
                ada.id()));
  }

  private static Set<String> scopes(AuthNode at, Credential credential) {
    return at.parts.credentialVerifier.verify(credential, Optional.empty()).scopes();
  }

  private static void withinASecond(List<AuthNode> nodes, Consumer<AuthNode> holds) {
    for (AuthNode at : nodes) {
      await()
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(20))
          .ignoreExceptions()
          .untilAsserted(() -> holds.accept(at));
    }
  }

  private static OpaqueSecret secret() {
    return ApiKey.secret(new SecureRandom());
  }

  private static ErrorCode refusal(ThrowingCallable action) {
    return failure(action).code();
  }

  private static AppException failure(ThrowingCallable action) {
    AppException failure = catchThrowableOfType(AppException.class, action);
    assertThat(failure).isNotNull();
    return failure;
  }
}
