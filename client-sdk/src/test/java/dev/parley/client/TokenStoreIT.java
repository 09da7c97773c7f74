package dev.parley.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.client.FakeParley.Answer;
import dev.parley.client.FakeParley.Request;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.model.ChangePasswordRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions over restarts. */
@Timeout(60)
class TokenStoreIT {
  private static final String LOGIN = "POST /api/v1/auth/login";
  private static final String REFRESH = "POST /api/v1/auth/refresh";
  private static final String LOGOUT = "POST /api/v1/auth/logout";
  private static final Answer DONE = new Answer(204, "", "", Map.of());
  private static final Credentials ADA = Credentials.password("ada", "secret");

  private final FakeParley server = new FakeParley();
  private final TokenStore store = TokenStore.inMemory();

  @BeforeEach
  void serve() {
    server.on(LOGOUT, request -> DONE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ParleyClient.Builder builder(TokenStore tokenStore) {
    return ParleyClient.builder().baseUrl(server.url()).tokenStore(tokenStore);
  }

  private static void call(ParleyClient client) {
    client.sessions().logout();
  }

  /** A program that runs until it was told something. */
  private void run(ParleyClient.Builder builder) {
    try (ParleyClient client = builder.build()) {
      call(client);
    }
  }

  private List<String> devices() {
    return server.requests.stream().map(request -> request.header("X-device-id")).toList();
  }

  /** A store whose saves go through {@code gate} first. */
  private TokenStore saving(Consumer<SavedSession> gate) {
    return new TokenStore() {
      @Override
      public Optional<SavedSession> load() {
        return store.load();
      }

      @Override
      public void save(SavedSession session) {
        gate.accept(session);
        store.save(session);
      }

      @Override
      public void clear() {
        store.clear();
      }
    };
  }

  @Test
  void goesOnWithTheSavedSession() {
    run(builder(store).credentials(ADA));
    run(builder(store).credentials(ADA));
    run(builder(store));

    assertThat(server.requests)
        .extracting(Request::line)
        .containsExactly(LOGIN, LOGOUT, REFRESH, LOGOUT, REFRESH, LOGOUT);
    assertThat(server.requests.get(2).body()).isEqualTo("{\"refreshToken\":\"refresh-1\"}");
    assertThat(server.requests.get(4).body()).isEqualTo("{\"refreshToken\":\"refresh-2\"}");
    assertThat(devices()).containsOnly(devices().get(0)).allMatch(id -> id.length() == 32);
  }

  @Test
  void nobodyGoesOnAsSomebodyElse() {
    run(builder(store).credentials(ADA));
    run(builder(store).credentials("bob", "secret"));

    assertThat(server.count(LOGIN)).isEqualTo(2);
    assertThat(server.count(REFRESH)).isZero();
    assertThat(server.requests.get(2).header("X-device-id")).isNotEqualTo(devices().get(0));
  }

  @Test
  void anotherServerIsNotToldTheToken() {
    run(builder(store).credentials(ADA));
    try (FakeParley other = new FakeParley()) {
      other.on(LOGOUT, request -> DONE);
      run(builder(store).baseUrl(other.url()).credentials(ADA));

      assertThat(other.count(REFRESH)).isZero();
      assertThat(other.count(LOGIN)).isEqualTo(1);
      assertThat(other.requests)
          .noneMatch(request -> devices().contains(request.header("X-device-id")));
    }
  }

  @Test
  void aRefusedSignInLeavesSomebodyElsesSession() {
    run(builder(store).credentials(ADA));
    Optional<SavedSession> before = store.load();
    server.on(LOGIN, request -> Answer.problem(401, "INVALID_CREDENTIALS"));

    assertThatThrownBy(() -> run(builder(store).credentials("bob", "guess")))
        .isInstanceOf(SignedOutException.class);
    assertThat(store.load()).isPresent().isEqualTo(before);
  }

  @Test
  void aSessionThatHasEndedIsReplacedOrForgotten() {
    run(builder(store).credentials(ADA));
    server.on(REFRESH, request -> Answer.problem(401, "INVALID_REFRESH_TOKEN"));
    run(builder(store).credentials(ADA));
    assertThat(server.count(LOGIN)).isEqualTo(2);
    assertThat(store.load().orElseThrow().refreshToken()).isEqualTo("refresh-2");

    assertThatThrownBy(() -> run(builder(store))).isInstanceOf(SignedOutException.class);
    assertThat(store.load()).isEmpty();
  }

  @Test
  void aGivenRefreshTokenIsPresentedOnceInAllRuns() {
    for (int i = 0; i < 3; i++) {
      run(builder(store).credentials(Credentials.session("given", "device-0000000000000000000")));
    }

    assertThat(server.requests)
        .filteredOn(request -> request.line().equals(REFRESH))
        .extracting(Request::body)
        .containsExactly(
            "{\"refreshToken\":\"given\"}",
            "{\"refreshToken\":\"refresh-1\"}",
            "{\"refreshToken\":\"refresh-2\"}");
    assertThat(devices()).containsOnly("device-0000000000000000000");
  }

  /**
   * Plays the server's rule: a refresh token works until a later one is used. The program ends at
   * each step of a renewal; the next one finds what the store has.
   */
  @Test
  void aProgramThatEndsInTheMidstOfARenewalFindsASessionThatWorks() throws Exception {
    AtomicInteger newestUsed = new AtomicInteger();
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch[] reached = {new CountDownLatch(1), new CountDownLatch(1)};
    run(builder(store).credentials(ADA));
    server.on(
        REFRESH,
        request -> {
          int used = Integer.parseInt(request.body().replaceAll("\\D", ""));
          if (used < newestUsed.get()) {
            return Answer.problem(401, "INVALID_REFRESH_TOKEN");
          }
          newestUsed.set(used);
          Answer next = server.nextPair(300);
          if (reached[0].getCount() > 0) {
            reached[0].countDown();
            never.await();
          }
          return next;
        });

    ParleyClient beforeTheAnswer = builder(store).build();
    CompletableFuture<String> first = beforeTheAnswer.tokens().access();
    assertThat(reached[0].await(20, SECONDS)).isTrue();
    ParleyClient beforeTheSave =
        builder(
                saving(
                    session -> {
                      reached[1].countDown();
                      awaits(never);
                    }))
            .build();
    CompletableFuture<String> second = beforeTheSave.tokens().access();
    assertThat(reached[1].await(20, SECONDS)).isTrue();

    run(builder(store));

    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
    assertThat(server.requests.get(server.requests.size() - 1).header("Authorization"))
        .isEqualTo("Bearer access-4");
    never.countDown();
    beforeTheAnswer.close();
    beforeTheSave.close();
  }

  private static void awaits(CountDownLatch latch) {
    try {
      assertThat(latch.await(50, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theNextTokenIsUsedOnlyOnceItIsSaved() throws Exception {
    CountDownLatch saving = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    TokenStore slow =
        saving(
            session -> {
              saving.countDown();
              awaits(proceed);
            });
    try (ParleyClient client = builder(slow).credentials(ADA).build()) {
      CompletableFuture<Void> call = client.async().sessions().logout();
      assertThat(saving.await(20, SECONDS)).isTrue();

      assertThat(server.count(LOGOUT)).isZero();
      assertThat(client.tokens().refreshToken()).isEmpty();
      proceed.countDown();
      call.get(20, SECONDS);
    }

    assertThat(store.load().orElseThrow().refreshToken()).isEqualTo("refresh-1");
  }

  @Test
  void aStoreThatCannotSaveIsAskedAgainAtTheNextRenewal() {
    AtomicInteger saves = new AtomicInteger();
    TokenStore full =
        saving(
            session -> {
              if (saves.incrementAndGet() == 1) {
                throw new IllegalStateException("disk full");
              }
            });
    try (ParleyClient client = builder(full).credentials(ADA).build()) {
      call(client);
      assertThat(store.load()).isEmpty();

      assertThat(client.tokens().renew("access-1").join()).isEqualTo("access-2");
    }

    assertThat(store.load().orElseThrow().refreshToken()).isEqualTo("refresh-2");
  }

  @Test
  void aStoreThatCannotBeReadStopsTheBuild() {
    TokenStore broken =
        new TokenStore() {
          @Override
          public Optional<SavedSession> load() {
            throw new IllegalStateException("unreadable");
          }

          @Override
          public void save(SavedSession session) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void clear() {
            throw new UnsupportedOperationException();
          }
        };

    assertThatThrownBy(() -> builder(broken).credentials(ADA).build()).hasMessage("unreadable");
  }

  @Test
  void changeOfPasswordIsSavedAndARenewalUnderWayDoesNotUndoIt() throws Exception {
    CountDownLatch refreshing = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    server.on("POST /api/v1/auth/password", request -> server.nextPair(300));
    server.on(
        REFRESH,
        request -> {
          Answer late = server.nextPair(300);
          refreshing.countDown();
          proceed.await();
          return late;
        });
    try (ParleyClient client = builder(store).credentials(ADA).build()) {
      call(client);
      CompletableFuture<String> renewal = client.tokens().renew("access-1");
      assertThat(refreshing.await(20, SECONDS)).isTrue();
      var pair =
          client
              .sessions()
              .changePassword(
                  ChangePasswordRequest.builder()
                      .currentPassword("secret")
                      .newPassword("a better secret")
                      .build());
      proceed.countDown();

      assertThat(renewal.get(20, SECONDS)).isEqualTo(pair.accessToken()).isEqualTo("access-3");
      assertThat(store.load().orElseThrow().refreshToken()).isEqualTo("refresh-3");
      assertThat(client.tokens().refreshToken()).contains("refresh-3");
    }
  }

  @Test
  void signingOutForgets() {
    try (ParleyClient client = builder(store).credentials(ADA).build()) {
      client.signOut();
    }

    assertThat(server.count(LOGOUT)).isEqualTo(1);
    assertThat(store.load()).isEmpty();
  }
}
