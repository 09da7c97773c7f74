package dev.parley.client.ws;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.client.Credentials;
import dev.parley.client.ParleyClient;
import dev.parley.client.ParleyJson;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.model.ErrorCode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The runtime against real WebSockets on the loopback, whole ones and broken ones. */
@Timeout(60)
class StreamSocketIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final FakeStreams server = new FakeStreams();
  private final FakeTokens tokens = new FakeTokens();
  private final Recorder recorder = new Recorder();
  private StreamSocket socket;

  @BeforeEach
  void connect() {
    socket =
        new StreamSocket(
            HTTP,
            server.uri(),
            tokens,
            ParleyJson.newMapper(),
            StreamSettings.defaults()
                .with(new Backoff(Duration.ofMillis(1), Duration.ofMillis(5)))
                .with(Duration.ofSeconds(5)),
            null);
    socket.start();
  }

  @AfterEach
  void stop() throws IOException {
    socket.close();
    server.close();
  }

  private Subscription subscribe(String topic, StreamOptions options) {
    return socket.subscribe(Thing.topic(topic), options, recorder).awaitReady(SOON);
  }

  private void append(String topic, int count) {
    for (int i = 0; i < count; i++) {
      server.append(topic);
    }
  }

  @Test
  void hearsWhatHappensFromNowOn() {
    append("things", 2);
    Subscription subscription = subscribe("things", StreamOptions.defaults());
    append("things", 2);

    recorder.awaits("3", "4");
    await()
        .until(() -> subscription.position().equals(java.util.Optional.of(new Position("e1", 4))));
  }

  @Test
  void snapshotComesFirst() {
    append("things", 2);
    Subscription subscription = subscribe("things", StreamOptions.defaults().snapshot(true));
    append("things", 1);

    recorder.awaits("S2", "3");
    assertThat(subscription.topic()).isEqualTo("things");
  }

  @Test
  void resumesAtAPositionKeptEarlier() {
    append("things", 5);
    Subscription unused =
        subscribe("things", StreamOptions.defaults().since(new Position("e1", 2)));
    append("things", 1);

    recorder.awaits("3", "4", "5", "6");
  }

  @Test
  void nothingIsLostOrDoubledOverTwoHundredCuts() {
    Random random = new Random(42);
    server.cutAfter = () -> server.cuts.get() >= 200 ? Integer.MAX_VALUE : random.nextInt(20);
    Subscription unused =
        socket.subscribe(
            Thing.topic("things"), StreamOptions.defaults().since(new Position("e1", 0)), recorder);
    int events = 0;
    while (server.cuts.get() < 200) {
      server.append("things");
      events++;
      long pause = System.nanoTime() + 200_000;
      while (System.nanoTime() < pause || events - recorder.heard.size() > 300) {
        LockSupport.parkNanos(50_000);
      }
    }
    append("things", 50);

    recorder.awaitsCount(events + 50);
    assertThat(recorder.heard).isEqualTo(Recorder.numbers(1, events + 50));
    assertThat(server.cuts).hasValue(200);
  }

  @Test
  void severalTopicsResumeEachFromItsOwnPlace() {
    Recorder others = new Recorder();
    Subscription unused = subscribe("things", StreamOptions.defaults());
    Subscription unusedToo =
        socket.subscribe(Thing.topic("others"), StreamOptions.defaults(), others).awaitReady(SOON);
    append("things", 3);
    append("others", 1);
    recorder.awaits("1", "2", "3");
    others.awaits("1");
    server.sessions.forEach(FakeStreams.Session::cut);
    append("things", 1);
    append("others", 2);

    recorder.awaits("1", "2", "3", "4");
    others.awaits("1", "2", "3");
  }

  @Test
  void replacedLogIsSaidAndStartsFromASnapshot() {
    Subscription subscription = subscribe("things", StreamOptions.defaults());
    append("things", 3);
    recorder.awaits("1", "2", "3");
    server.truncate("e2");
    append("things", 1);
    server.sessions.forEach(FakeStreams.Session::cut);
    await().until(() -> server.connections() == 2 && recorder.heard.size() >= 5);
    append("things", 1);

    recorder.awaits("1", "2", "3", "resync epoch_changed e2 1", "S1", "2");
    await()
        .until(() -> subscription.position().equals(java.util.Optional.of(new Position("e2", 2))));
  }

  @Test
  void topicWithoutSnapshotGoesOnFromNowAfterAResync() {
    append("things", 4);
    Topic<Thing> bare =
        new Topic<>(
            "things", Thing.class, java.util.Map.of("thing.added", Thing.Added.class), false);
    Subscription unused =
        socket
            .subscribe(bare, StreamOptions.defaults().since(new Position("gone", 3)), recorder)
            .awaitReady(SOON);
    append("things", 1);

    recorder.awaits("resync epoch_changed e1 4", "5");
  }

  @Test
  void listenerThatThrowsEndsItsOwnSubscriptionOnly() {
    Recorder others = new Recorder();
    Subscription unused =
        socket.subscribe(Thing.topic("others"), StreamOptions.defaults(), others).awaitReady(SOON);
    Recorder failing =
        new Recorder() {
          @Override
          public void onEvent(Thing event) throws Exception {
            super.onEvent(event);
            if (heard.size() == 2) {
              throw new IOException("disk full");
            }
          }
        };
    Subscription failed =
        socket.subscribe(Thing.topic("things"), StreamOptions.defaults(), failing).awaitReady(SOON);
    append("things", 5);
    append("others", 2);

    assertThatThrownBy(() -> failed.done().get(10, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("disk full");
    failing.awaits("1", "2", "closed: disk full");
    others.awaits("1", "2");
    assertThat(failed.position()).contains(new Position("e1", 1));
    await()
        .until(
            () ->
                server.heard.stream().anyMatch(f -> f.path("type").asText().equals("unsubscribe")));
  }

  @Test
  void slowListenerHoldsTheConnectionBackAndLosesNothing() {
    CountDownLatch gate = new CountDownLatch(1);
    Recorder slow =
        new Recorder() {
          @Override
          public void onEvent(Thing event) throws Exception {
            gate.await();
            super.onEvent(event);
          }
        };
    Subscription unused =
        socket
            .subscribe(Thing.topic("things"), StreamOptions.defaults().buffer(8), slow)
            .awaitReady(SOON);
    String padding = "x".repeat(2000);
    int events = 10_000;
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < events; i++) {
                server.append("things", "thing.added", padding);
              }
            });
    writer.setDaemon(true);
    writer.start();
    await().during(Duration.ofMillis(700)).atMost(SOON).until(() -> stalled(server));
    long sent = server.sentEvents.get();
    gate.countDown();
    slow.awaitsCount(events);

    assertThat(sent).isLessThan(events);
    assertThat(slow.heard).isEqualTo(Recorder.numbers(1, events));
    assertThat(server.connections()).isEqualTo(1);
  }

  private long lastSent = -1;

  private boolean stalled(FakeStreams fake) {
    long now = fake.sentEvents.get();
    boolean same = now == lastSent;
    lastSent = now;
    return same && now > 8;
  }

  @Test
  void renewsTheTokenInPlace() {
    Subscription unused = subscribe("things", StreamOptions.defaults());
    server.sendToAll("{\"type\":\"token_expiring\",\"expiresAt\":\"2026-11-21T22:00:00Z\"}");

    await().until(() -> server.sessions.get(0).token.equals("token-2"));
    append("things", 1);
    recorder.awaits("1");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void renewsTheTokenUnaskedBeforeItEnds() {
    await().until(() -> server.sessions.size() == 1);
    server.tokenSeconds = 2;
    server.sessions.forEach(FakeStreams.Session::cut);
    await().until(() -> server.connections() == 2 && server.sessions.size() == 1);
    server.tokenSeconds = 3600;

    await()
        .atMost(SOON)
        .until(() -> server.sessions.stream().anyMatch(s -> s.token.equals("token-2")));
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void refusedTokenIsExchanged() {
    server.refusedTokens.add("token-1");
    server.sessions.forEach(FakeStreams.Session::cut);
    Subscription unused = subscribe("things", StreamOptions.defaults());
    append("things", 1);

    recorder.awaits("1");
    assertThat(server.sessions.get(0).token).isEqualTo("token-2");
  }

  @Test
  void gaveUpWhenEveryTokenIsRefused() {
    for (int i = 1; i < 20; i++) {
      server.refusedTokens.add("token-" + i);
    }
    server.sessions.forEach(FakeStreams.Session::cut);
    StreamRefusedException refusal =
        catchThrowableOfType(
            StreamRefusedException.class, () -> subscribe("things", StreamOptions.defaults()));

    assertThat(refusal.code()).isEqualTo(ErrorCode.AUTH_FAILED);
    assertThat(server.connections()).isLessThanOrEqualTo(4);
  }

  @Test
  void withoutATokenEverySubscriptionEnds() {
    await().until(() -> server.sessions.size() == 1);
    Subscription subscription = subscribe("things", StreamOptions.defaults());
    tokens.signedOut = true;
    server.sessions.forEach(FakeStreams.Session::cut);

    assertThatThrownBy(() -> subscription.done().get(10, SECONDS))
        .hasCauseInstanceOf(SignedOutException.class);
    assertThatThrownBy(() -> subscribe("others", StreamOptions.defaults()))
        .hasCauseInstanceOf(SignedOutException.class);
  }

  @Test
  void connectionThatIsMuteIsReplaced() {
    Subscription unused = subscribe("things", StreamOptions.defaults());
    server.mute = true;
    append("things", 2);
    server.heartbeat();
    server.heartbeat();

    recorder.awaits("1", "2");
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void oneHeartbeatAheadIsNoReasonToBreak() {
    Subscription unused = subscribe("things", StreamOptions.defaults());
    server.mute = true;
    append("things", 1);
    server.heartbeat();
    server.mute = false;
    server.sendToAll(
        "{\"type\":\"thing.added\",\"topic\":\"things\",\"epoch\":\"e1\",\"seq\":1,\"data\":{\"value\":1}}");
    server.heartbeat();
    append("things", 1);

    recorder.awaits("1", "2");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void connectionThatIsSilentIsReplaced() {
    server.heartbeatSeconds = 1;
    server.sessions.forEach(FakeStreams.Session::cut);
    Subscription unused = subscribe("things", StreamOptions.defaults());
    long before = server.connections();
    // Pings are answered in this fake; a half-open connection answers nothing.
    server.sessions.forEach(session -> session.silent = true);
    server.mute = true;
    append("things", 1);

    await().atMost(SOON).until(() -> server.connections() > before);
    recorder.awaits("1");
  }

  @Test
  void goingAwayIsHonoured() {
    Subscription unused = subscribe("things", StreamOptions.defaults());
    long start = System.nanoTime();
    server.sendToAll("{\"type\":\"going_away\",\"resumeAfterMs\":600}");
    append("things", 1);

    recorder.awaits("1");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(600));
    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void unknownTypesArePassedOverButCounted() {
    Subscription subscription = subscribe("things", StreamOptions.defaults());
    server.append("things");
    server.append("things", "thing.teleported", "");
    server.sendToAll("{\"type\":\"weather\",\"topic\":\"things\",\"sunny\":true}");
    server.sendToAll("{\"type\":\"weather\"}");

    await()
        .until(() -> subscription.position().equals(java.util.Optional.of(new Position("e1", 2))));
    server.append("things");
    recorder.awaits("1", "3");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void missingEventsAreFetched() {
    Subscription unused = subscribe("things", StreamOptions.defaults());
    server.dropsEverySecondEvent = true;
    append("things", 2);
    server.dropsEverySecondEvent = false;
    append("things", 1);

    recorder.awaits("1", "2", "3");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void doubledEventsAreHeardOnce() {
    server.sendsTwice = true;
    Subscription unused = subscribe("things", StreamOptions.defaults());
    append("things", 3);

    recorder.awaits("1", "2", "3");
  }

  @Test
  void refusedTopicEndsItsSubscription() {
    server.refusedTopics.put("secrets", "PERMISSION_DENIED");
    StreamRefusedException refusal =
        catchThrowableOfType(
            StreamRefusedException.class, () -> subscribe("secrets", StreamOptions.defaults()));

    assertThat(refusal.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    recorder.awaits("closed: " + refusal.getMessage());
  }

  @Test
  void topicRefusedForNowIsAskedForAgain() {
    server.refusedTopics.put("things", "UNAVAILABLE");
    Subscription subscription =
        socket.subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder);
    await().until(() -> !server.heard.isEmpty());
    server.refusedTopics.clear();

    assertThat(subscription.awaitReady(SOON)).isSameAs(subscription);
  }

  @Test
  void closedSubscriptionHearsNothingMoreAndTheTopicIsFree() throws Exception {
    Subscription first = subscribe("things", StreamOptions.defaults());
    assertThatThrownBy(
            () -> socket.subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder))
        .isInstanceOf(IllegalStateException.class);
    first.close();
    first.done().get(10, SECONDS);
    append("things", 1);
    recorder.awaits("closed");

    Recorder second = new Recorder();
    Subscription unused =
        socket.subscribe(Thing.topic("things"), StreamOptions.defaults(), second).awaitReady(SOON);
    append("things", 1);
    second.awaits("2");
    recorder.awaits("closed");
  }

  @Test
  void mergedUpdatesAreSaid() {
    Subscription unused = subscribe("things", StreamOptions.defaults());
    server.sendToAll("{\"type\":\"lagged\",\"topic\":\"things\",\"from\":18,\"to\":23}");

    recorder.awaits("lagged 18..23");
  }

  @Test
  void eventOutsideTheContractEndsTheSubscription() {
    Subscription subscription = subscribe("things", StreamOptions.defaults());
    server.sendToAll(
        "{\"type\":\"thing.added\",\"topic\":\"things\",\"epoch\":\"e1\",\"seq\":1,\"data\":\"?\"}");

    assertThatThrownBy(() -> subscription.done().get(10, SECONDS))
        .hasMessageContaining("thing.added cannot be read");
    assertThat(subscription.position()).contains(new Position("e1", 0));
  }

  private ParleyStreams streams(ParleyClient client) {
    return ParleyStreams.builder(client)
        .reconnectDelay(Duration.ofMillis(1), Duration.ofMillis(5))
        .connect();
  }

  private ParleyClient client(Credentials credentials) {
    return ParleyClient.builder()
        .baseUrl("http://127.0.0.1:" + server.uri().getPort())
        .credentials(credentials)
        .build();
  }

  @Test
  void anApiKeyOpensStreamsAndIsNotRenewed() {
    socket.close();
    try (ParleyClient client = client(Credentials.apiKey("ak_1"));
        ParleyStreams streams = streams(client)) {
      Subscription unused =
          streams
              .socket()
              .subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder)
              .awaitReady(SOON);
      assertThat(server.sessions).anyMatch(session -> session.token.equals("key ak_1"));
      server.sendToAll("{\"type\":\"token_expiring\",\"expiresAt\":\"2026-11-21T22:00:00Z\"}");
      append("things", 1);

      recorder.awaits("1");
      assertThat(server.heard).noneMatch(f -> f.path("type").asText().equals("authenticate"));
    }
  }

  @Test
  void aRefusedApiKeyIsFinal() {
    socket.close();
    server.refusedTokens.add("key ak_1");
    long before = server.connections();
    try (ParleyClient client = client(Credentials.apiKey("ak_1"));
        ParleyStreams streams = streams(client)) {
      Subscription subscription =
          streams.socket().subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder);

      assertThatThrownBy(() -> subscription.done().get(10, SECONDS))
          .hasCauseInstanceOf(SignedOutException.class)
          .hasMessageContaining("API key");
      assertThat(server.connections() - before).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void tokensOfTheCallersOwnAreRenewedInPlace() {
    socket.close();
    try (ParleyClient client =
            client(
                Credentials.accessTokens(
                    refused ->
                        CompletableFuture.completedFuture(
                            refused.map(token -> token + "+").orElse("own"))));
        ParleyStreams streams = streams(client)) {
      Subscription unused =
          streams
              .socket()
              .subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder)
              .awaitReady(SOON);
      long before = server.connections();
      server.sendToAll("{\"type\":\"token_expiring\",\"expiresAt\":\"2026-11-21T22:00:00Z\"}");

      await().until(() -> server.sessions.stream().anyMatch(s -> s.token.equals("own+")));
      append("things", 1);
      recorder.awaits("1");
      assertThat(server.connections()).isEqualTo(before);
    }
  }

  @Test
  void streamsOfAClientUseItsTokenAndClose() throws Exception {
    try (ParleyClient client = client(Credentials.accessToken("mine"))) {
      List<Subscription> subscriptions = new ArrayList<>();
      try (ParleyStreams streams = ParleyStreams.connect(client)) {
        subscriptions.add(
            streams
                .socket()
                .subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder)
                .awaitReady(SOON));
        assertThat(server.sessions).anyMatch(session -> session.token.equals("mine"));
      }
      subscriptions.get(0).done().get(10, SECONDS);
      recorder.awaits("closed");
    }
  }

  @Test
  void saysWhyItIsNotReady() throws IOException {
    await().until(() -> server.sessions.size() == 1);
    server.close();
    assertThatThrownBy(
            () ->
                socket
                    .subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder)
                    .awaitReady(Duration.ofMillis(300)))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("not joined within")
        .hasCauseInstanceOf(IOException.class);
  }
}
