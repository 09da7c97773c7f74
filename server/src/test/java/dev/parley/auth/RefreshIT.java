package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.auth.api.EndSession;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.auth.store.GrantStore;
import dev.parley.auth.store.NonceStore;
import dev.parley.auth.store.PasswordResetStore;
import dev.parley.auth.store.RefreshTokenStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.DeviceId;
import dev.parley.platform.time.TimeOrderedIds;
import dev.parley.testing.TestDatabase;
import dev.parley.users.api.Account;
import dev.parley.users.api.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node for all tests; each has a user of its own, and time only goes on. */
class RefreshIT {
  @TempDir private static Path data;
  private static TestDatabase database;
  private static AuthNode node;
  private static int count;
  private Account ada;

  @BeforeAll
  static void start() {
    database = AuthNode.database();
    node = new AuthNode(database, data).started();
  }

  @BeforeEach
  void register() {
    ada = node.registered("ada" + ++count, Role.USER);
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void eachTokenIsExchangedForTheNextOfTheSameSession() {
    IssuedTokens tokens = signIn();
    for (int i = 0; i < 5; i++) {
      IssuedTokens next = node.refresh(tokens);
      assertThat(next.sessionId()).isEqualTo(tokens.sessionId());
      assertThat(next.refreshToken().reveal()).isNotEqualTo(tokens.refreshToken().reveal());
      assertThat(node.parts.verifier.verify(next.accessToken()).userId()).isEqualTo(ada.id());
      tokens = next;
    }
  }

  @Test
  void aLostAnswerIsRepeatedForTheSameDeviceAndTheLostTokenDies() {
    IssuedTokens first = signIn();
    IssuedTokens lost = node.refresh(first);
    IssuedTokens again = node.refresh(first);
    assertThat(again.sessionId()).isEqualTo(first.sessionId());
    assertThat(node.refresh(again).sessionId()).isEqualTo(first.sessionId());
    refused(() -> node.refresh(lost));
    assertThat(reuses()).as("the lost token turned up after all").isEqualTo(1);
  }

  @Test
  void aTryThatIsWorkedOffAfterItsRetryTakesNothingFromIt() {
    IssuedTokens first = signIn();
    IssuedTokens retried = node.refresh(first);
    IssuedTokens late = node.refresh(first);
    IssuedTokens next = node.refresh(retried);
    assertThat(next.sessionId()).isEqualTo(first.sessionId());
    assertThat(reuses()).isZero();
    refused(() -> node.refresh(late));
    refused(() -> node.refresh(next));
    assertThat(reuses()).as("somebody has the late answer after all").isEqualTo(1);
  }

  @Test
  void theGraceCountsFromTheFirstExchange() {
    IssuedTokens first = signIn();
    node.refresh(first);
    node.clock.shift(Duration.ofSeconds(20));
    node.refresh(first);
    node.clock.shift(Duration.ofSeconds(15));
    refused(() -> node.refresh(first));
  }

  @Test
  void reuseAfterTheGraceEndsTheSessionForBoth() {
    IssuedTokens first = signIn();
    IssuedTokens second = node.refresh(first);
    node.clock.shift(Duration.ofSeconds(31));
    refused(() -> node.refresh(first));
    refused(() -> node.refresh(second));
    ended(second);
    assertThat(reuses()).isEqualTo(1);
    assertThat(
            node.count(
                "SELECT count(*) FROM platform.audit WHERE command = 'RotateRefreshToken'"
                    + " AND outcome = 'INVALID_REFRESH_TOKEN' AND target = 'session:%s'"
                        .formatted(first.sessionId())))
        .as("refusals, called what they are")
        .isEqualTo(2);
  }

  @Test
  void reuseWithinTheGraceEndsTheSessionOnceTheSuccessorWasUsed() {
    IssuedTokens first = signIn();
    IssuedTokens third = node.refresh(node.refresh(first));
    refused(() -> node.refresh(first));
    refused(() -> node.refresh(third));
    ended(third);
  }

  @Test
  void reuseByAnotherDeviceEndsTheSession() {
    IssuedTokens first = signIn();
    IssuedTokens second = node.refresh(first);
    refused(() -> refreshFrom("device-two", first.refreshToken()));
    refused(() -> node.refresh(second));
    ended(second);
  }

  @Test
  void otherSessionsOfTheUserGoOn() {
    IssuedTokens other = signIn();
    IssuedTokens first = signIn();
    node.refresh(node.refresh(first));
    refused(() -> node.refresh(first));
    assertThat(node.refresh(other).sessionId()).isEqualTo(other.sessionId());
  }

  @Test
  void anotherDeviceIsRefusedAndTheRightOneGoesOn() {
    IssuedTokens tokens = signIn();
    refused(() -> refreshFrom("device-two", tokens.refreshToken()));
    refused(
        () ->
            node.refresh.refresh(
                tokens.refreshToken().reveal(), Optional.empty(), node.anonymous()));
    assertThat(node.refresh(tokens).sessionId()).isEqualTo(tokens.sessionId());
    assertThat(events("refresh_token_on_other_device")).isEqualTo(2);
  }

  @Test
  void unknownAndExpiredTokensAreRefused() {
    refused(() -> node.refresh.refresh("rt_unknown", AuthNode.DEVICE, node.anonymous()));
    IssuedTokens tokens = signIn();
    node.clock.shift(Duration.ofHours(24).plusSeconds(1));
    refused(() -> node.refresh(tokens));
  }

  @Test
  void aSessionEndsHoweverOftenItIsRefreshed() {
    IssuedTokens tokens = signIn();
    for (int day = 0; day < 30; day++) {
      node.clock.shift(Duration.ofHours(23));
      tokens = node.refresh(tokens);
    }
    IssuedTokens last = tokens;
    assertThat(last.refreshLife()).isLessThanOrEqualTo(Duration.ofHours(24));
    node.clock.shift(Duration.ofHours(23));
    IssuedTokens beforeEnd = node.refresh(last);
    assertThat(beforeEnd.refreshLife()).isLessThan(Duration.ofHours(8));
    node.clock.shift(Duration.ofHours(8));
    refused(() -> node.refresh(beforeEnd));
  }

  @Test
  void aSuspendedAccountIsOut() {
    IssuedTokens tokens = signIn();
    node.transactions.write(
        handle ->
            handle.execute("UPDATE users.account SET status = 'suspended' WHERE id = ?", ada.id()));
    assertThatThrownBy(() -> node.refresh(tokens))
        .isInstanceOfSatisfying(
            AppException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.ACCOUNT_DISABLED));
    ended(tokens);
    assertThat(events("session_ended_by_suspension")).isEqualTo(1);
  }

  @Test
  void twoAtOnceAreBothAnsweredAndTheFirstAnswerToBeUsedCounts() throws Exception {
    for (int round = 0; round < 20; round++) {
      IssuedTokens first = signIn();
      List<IssuedTokens> both = atOnce(2, () -> node.refresh(first));
      assertThat(both).hasSize(2);
      node.refresh(both.get(round % 2));
      assertThat(
              node.count(
                  "SELECT count(*) FROM auth.refresh_token WHERE rotated_at IS NULL AND died_at IS"
                      + " NULL AND session_id = '"
                      + first.sessionId()
                      + "'"))
          .as("tokens that can still be exchanged")
          .isEqualTo(1);
    }
    assertThat(reuses()).isZero();
  }

  @Test
  void manyThievesAtOnceGetNothing() throws Exception {
    IssuedTokens first = signIn();
    node.refresh(node.refresh(first));
    List<IssuedTokens> got = atOnce(10, () -> node.refresh(first));
    assertThat(got).isEmpty();
    assertThat(reuses()).as("the family is revoked once").isEqualTo(1);
  }

  @Test
  void aRevokedSessionIsKnownOnAnotherNodeWithinASecond() {
    try (AuthNode other = new AuthNode(database, data, node.clock, Map.of()).started()) {
      IssuedTokens tokens = signIn();
      assertThat(other.parts.verifier.verify(tokens.accessToken()).userId()).isEqualTo(ada.id());
      Set<Object> heard = ConcurrentHashMap.newKeySet();
      other.parts.revoked.onRevoked(heard::add);
      node.refresh(node.refresh(tokens));
      refused(() -> node.refresh(tokens));
      await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> other.parts.revoked.isRevoked(tokens.sessionId()));
      assertThatThrownBy(() -> other.parts.verifier.verify(tokens.accessToken()))
          .isInstanceOf(AppException.class);
      assertThat(heard).containsExactly(tokens.sessionId());
    }
  }

  @Test
  void whatLivesAsLongAsASessionHearsOfItsEnd() {
    Set<Object> heard = ConcurrentHashMap.newKeySet();
    node.parts.revoked.onRevoked(heard::add);
    IssuedTokens rests = signIn();
    IssuedTokens used = signIn();
    node.clock.shift(Duration.ofHours(23));
    node.refresh(used);
    node.clock.shift(Duration.ofMinutes(60));
    node.parts.revoked.poll();
    assertThat(heard).doesNotContain(rests.sessionId());
    node.clock.shift(Duration.ofMinutes(1));
    node.parts.revoked.poll();
    assertThat(heard).contains(rests.sessionId()).doesNotContain(used.sessionId());
  }

  @Test
  void aNodeThatCouldNotAskForLongHearsOfAllThatEndedMeanwhile() {
    try (AuthNode away = new AuthNode(database, data, node.clock, Map.of())) {
      away.parts.revoked.poll();
      Set<Object> heard = ConcurrentHashMap.newKeySet();
      away.parts.revoked.onRevoked(heard::add);
      IssuedTokens tokens = signIn();
      node.commands.send(new EndSession(), node.caller(tokens));
      node.clock.shift(Duration.ofHours(1));
      away.parts.revoked.poll();
      assertThat(heard).contains(tokens.sessionId());
    }
  }

  @Test
  void whatHasEndedIsRemovedAfterAWhile() {
    signIn();
    assertThat(node.count("SELECT count(*) FROM auth.refresh_token")).isPositive();
    node.clock.shift(Duration.ofDays(38));
    cleanUp(Duration.ofDays(100));
    assertThat(node.count("SELECT count(*) FROM auth.refresh_token")).isZero();
    assertThat(node.count("SELECT count(*) FROM auth.session")).isZero();
  }

  @Test
  void forgetsWhatNobodyHasToLookAtAnyMore() {
    IssuedTokens first = signIn();
    node.refresh(node.refresh(first));
    refused(() -> node.refresh(first));
    node.clock.shift(Duration.ofDays(60));
    cleanUp(Duration.ofDays(61));
    assertThat(reuses()).isEqualTo(1);
    node.clock.shift(Duration.ofDays(2));
    cleanUp(Duration.ofDays(61));
    assertThat(reuses()).isZero();
  }

  private void cleanUp(Duration eventRetention) {
    new SessionCleanup(
            node.transactions,
            new SessionStore(),
            new RefreshTokenStore(),
            new GrantStore(),
            new NonceStore(),
            new PasswordResetStore(),
            new SecurityEventStore(new TimeOrderedIds(node.clock)),
            eventRetention,
            node.clock)
        .run();
  }

  private IssuedTokens signIn() {
    return node.signIn(ada.username());
  }

  private long reuses() {
    return events("refresh_token_reused");
  }

  private long events(String kind) {
    return node.count(
        "SELECT count(*) FROM auth.security_event WHERE kind = '%s' AND user_id = '%s'"
            .formatted(kind, ada.id()));
  }

  private void ended(IssuedTokens tokens) {
    assertThatThrownBy(() -> node.parts.verifier.verify(tokens.accessToken()))
        .isInstanceOf(AppException.class);
  }

  private IssuedTokens refreshFrom(String device, OpaqueSecret token) {
    return node.refresh.refresh(
        token.reveal(), Optional.of(DeviceId.fingerprint(device)), node.anonymous());
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AppException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REFRESH_TOKEN));
  }

  /** What those calls that succeeded answered. */
  private static List<IssuedTokens> atOnce(int count, Callable<IssuedTokens> call)
      throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<IssuedTokens>> running = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
    }
    List<IssuedTokens> answers = new ArrayList<>();
    for (Future<IssuedTokens> each : running) {
      if (each.state() == Future.State.SUCCESS) {
        answers.add(each.get());
      }
    }
    return answers;
  }
}
