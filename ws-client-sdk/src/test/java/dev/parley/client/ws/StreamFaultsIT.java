package dev.parley.client.ws;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.client.ParleyJson;
import dev.parley.client.model.ErrorCode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that misbehave, and programs that do. */
@Timeout(60)
class StreamFaultsIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final StreamSettings QUICK =
      new StreamSettings(
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(20)),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofMillis(200),
          100_000);

  private final FakeStreams server = new FakeStreams();
  private final FakeTokens tokens = new FakeTokens();
  private final Recorder recorder = new Recorder();
  private final List<StreamSocket> sockets = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    sockets.forEach(StreamSocket::close);
    server.close();
  }

  private StreamSocket connect(StreamSettings settings) {
    StreamSocket socket =
        new StreamSocket(HTTP, server.uri(), tokens, ParleyJson.newMapper(), settings, null);
    sockets.add(socket);
    socket.start();
    return socket;
  }

  private static Subscription subscribe(
      StreamSocket socket, String topic, StreamListener<Thing> listener) {
    return socket
        .subscribe(Thing.topic(topic), StreamOptions.defaults(), listener)
        .awaitReady(SOON);
  }

  private void append(String topic, int count) {
    for (int i = 0; i < count; i++) {
      server.append(topic);
    }
  }

  private List<JsonNode> heard(String type) {
    return server.heard.stream().filter(f -> f.path("type").asText().equals(type)).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"type\":", "not json", "{\"type\":\"error\",\"recoverable\":false}", "[[[[{"})
  void frameOutsideTheProtocolCostsAConnectionAndNothingElse(String garbage) {
    Subscription unused = subscribe(connect(QUICK), "things", recorder);
    append("things", 1);
    server.sendToAll(garbage);
    append("things", 1);

    recorder.awaits("1", "2");
    assertThat(server.connections()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "7",
        "{}",
        "{\"type\":7}",
        "{\"type\":\"heartbeat\",\"positions\":7}",
        "{\"type\":\"heartbeat\",\"positions\":[{\"topic\":\"things\",\"epoch\":7,\"seq\":\"x\"}]}",
        "{\"type\":\"subscribed\",\"topic\":\"things\",\"id\":\"0\",\"epoch\":\"e9\",\"seq\":99}",
        "{\"type\":\"resync_required\",\"topic\":\"things\",\"id\":\"0\",\"epoch\":\"e9\",\"seq\":99}",
        "{\"type\":\"thing.added\",\"topic\":\"others\",\"epoch\":\"e1\",\"seq\":2,\"data\":{}}",
        "{\"type\":\"error\",\"topic\":\"others\",\"code\":\"NOT_FOUND\",\"recoverable\":true}"
      })
  void frameThatSaysNothingIsPassedOver(String frame) {
    Subscription unused = subscribe(connect(QUICK), "things", recorder);
    append("things", 1);
    server.sendToAll(frame);
    append("things", 1);

    recorder.awaits("1", "2");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void binaryAndOversizeFramesCostAConnectionEach() {
    Subscription unused = subscribe(connect(QUICK), "things", recorder);
    server.sessions.get(0).send(Rfc6455.BINARY, new byte[100]);
    await().atMost(SOON).until(() -> server.connections() == 2 && server.sessions.size() == 1);
    append("things", 1);
    recorder.awaits("1");
    server
        .sessions
        .get(0)
        .send(Rfc6455.TEXT, "x".repeat(100_001).getBytes(StandardCharsets.US_ASCII));
    append("things", 1);

    recorder.awaits("1", "2");
    assertThat(server.connections()).isEqualTo(3);
  }

  @Test
  void anEventThatNeverComesIsFetchedWithPauses() {
    Subscription subscription =
        subscribe(
            connect(
                new StreamSettings(
                    new Backoff(Duration.ofMillis(400), Duration.ofSeconds(60)),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    100_000)),
            "things",
            recorder);
    server.neverSends = 2;
    append("things", 3);

    await().atMost(SOON).until(() -> server.connections() >= 3);
    assertThat(heard("subscribe").size()).isLessThanOrEqualTo(2 * (int) server.connections() + 1);
    assertThat(subscription.position()).contains(new Position("e1", 1));
    server.neverSends = 0;
    recorder.awaits("1", "2", "3");
  }

  /**
   * A server that dies while it writes ends the connection right behind half a frame. The JDK,
   * which has handed over that half and is not asked for more yet, does not tell; a ping finds it
   * out.
   */
  @Test
  void theEndOfAConnectionIsNoticedThoughTheJdkDoesNotTell() {
    server.endsEvery = 1;
    server.cutAfter = () -> server.cuts.get() < 3 ? 2 : Integer.MAX_VALUE;
    Subscription unused =
        connect(QUICK)
            .subscribe(
                Thing.topic("things"),
                StreamOptions.defaults().since(new Position("e1", 0)),
                recorder)
            .awaitReady(SOON);
    await().pollDelay(Duration.ofMillis(200)).until(() -> true);
    append("things", 1);

    recorder.awaits("1");
    assertThat(server.cuts).hasValue(3);
    assertThat(server.connections()).isEqualTo(4);
  }

  @Test
  void joiningThatIsNotAnsweredIsTriedOnAnotherConnection() {
    server.ignoresSubscribes = true;
    StreamSocket socket =
        connect(
            new StreamSettings(
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(20)),
                Duration.ofSeconds(5),
                Duration.ofMillis(600),
                Duration.ofSeconds(5),
                100_000));
    Subscription subscription =
        socket.subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder);
    await().atMost(SOON).until(() -> server.connections() >= 2);
    server.ignoresSubscribes = false;

    assertThat(subscription.awaitReady(SOON)).isSameAs(subscription);
  }

  @Test
  void aSubscribeThatTheServerLostIsSentAgain() {
    server.losesSubscribes.set(1);

    Subscription unused = subscribe(connect(QUICK), "things", recorder);
    append("things", 1);

    recorder.awaits("1");
    assertThat(server.connections()).isEqualTo(1);
    assertThat(heard("subscribe")).hasSize(2);
  }

  @Test
  void aSubscribeOverTheBudgetIsSentAgainWhenTheServerSaidSo() {
    server.refusesSubscribesFor.set(2500);
    long begun = System.nanoTime();

    Subscription unused = subscribe(connect(QUICK), "things", recorder);
    append("things", 1);

    recorder.awaits("1");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(2500));
    assertThat(server.connections()).isEqualTo(1);
    assertThat(heard("subscribe")).hasSize(2);
  }

  @Test
  void aTopicThatARenewedTokenNoLongerOpensEndsAlone() {
    StreamSocket socket = connect(QUICK);
    Recorder others = new Recorder();
    Subscription unused = subscribe(socket, "others", others);
    Subscription forbidden = subscribe(socket, "things", recorder);
    server.sendToAll(
        "{\"type\":\"error\",\"topic\":\"things\",\"code\":\"PERMISSION_DENIED\",\"detail\":\"no\",\"recoverable\":true}");

    assertThatThrownBy(() -> forbidden.done().get(20, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StreamRefusedException.class);
    append("others", 1);
    others.awaits("1");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void manyTopicsAreJoinedInFewFramesOfTheSizeTheServerWants() {
    server.topicsPerFrame = 40;
    StreamSocket socket = connect(QUICK);
    await().atMost(SOON).until(() -> server.sessions.size() == 1);
    List<Subscription> subscriptions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      subscriptions.add(
          socket.subscribe(Thing.topic("things:" + i), StreamOptions.defaults(), recorder));
    }
    subscriptions.forEach(subscription -> subscription.awaitReady(SOON));

    assertThat(heard("subscribe").size()).isLessThanOrEqualTo(20);
    assertThat(heard("subscribe"))
        .allSatisfy(f -> assertThat(f.path("topics").size()).isLessThanOrEqualTo(40));
    int before = heard("subscribe").size();
    server.sessions.forEach(FakeStreams.Session::cut);
    await().atMost(SOON).until(() -> heard("subscribe").size() == before + 5);
  }

  @Test
  void answersToPingsAreNoHeartbeats() {
    server.heartbeatSeconds = 1;
    Subscription unused = subscribe(connect(QUICK), "things", recorder);
    server.mute = true;
    append("things", 1);

    await().atMost(SOON).until(() -> server.connections() >= 2);
    assertThat(heard("ping")).isNotEmpty();
    recorder.awaits("1");
  }

  @Test
  void aServerThatSaysNoWelcomeIsLeft() {
    server.saysWelcome = false;
    StreamSocket socket = connect(QUICK.with(Duration.ofMillis(300)));
    Subscription subscription =
        socket.subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder);
    await().atMost(SOON).until(() -> server.connections() >= 2);
    server.saysWelcome = true;

    assertThat(subscription.awaitReady(SOON)).isSameAs(subscription);
  }

  @Test
  void aServerOfAnotherProtocolIsNoServer() {
    server.protocol = "";
    StreamSocket socket = connect(QUICK);

    assertThatThrownBy(
            () ->
                socket
                    .subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder)
                    .awaitReady(Duration.ofMillis(500)))
        .hasStackTraceContaining("does not speak parley.v1");
  }

  @Test
  void tokensRefusedAtTheHandshakeAreFinalInTheEnd() {
    server.handshakeStatus = 401;

    StreamRefusedException refusal =
        catchThrowableOfType(
            StreamRefusedException.class, () -> subscribe(connect(QUICK), "things", recorder));

    assertThat(refusal.code()).isEqualTo(ErrorCode.AUTH_FAILED);
    assertThat(tokens.access().join()).isEqualTo("token-3");
  }

  @Test
  void aRenewalThatIsRefusedLeadsToAnotherToken() {
    Subscription unused = subscribe(connect(QUICK), "things", recorder);
    server.refusedTokens.add("token-2");
    server.sendToAll("{\"type\":\"token_expiring\"}");
    await().atMost(SOON).until(() -> server.connections() == 2 && server.sessions.size() == 1);
    append("things", 1);

    recorder.awaits("1");
    assertThat(server.sessions.get(0).token).isEqualTo("token-3");
  }

  @Test
  void aListenerThatIsStuckDoesNotStopTheOthers() {
    CountDownLatch gate = new CountDownLatch(1);
    Recorder stuck =
        new Recorder() {
          @Override
          public void onEvent(Thing event) throws Exception {
            gate.await();
            super.onEvent(event);
          }
        };
    StreamSocket socket = connect(QUICK);
    Subscription unused = subscribe(socket, "others", recorder);
    Subscription slow =
        socket
            .subscribe(Thing.topic("things"), StreamOptions.defaults().buffer(4), stuck)
            .awaitReady(SOON);
    append("things", 20);
    append("others", 3);

    recorder.awaits("1", "2", "3");
    assertThat(heard("unsubscribe")).hasSize(1);
    append("things", 20);
    append("others", 1);
    recorder.awaits("1", "2", "3", "4");
    assertThat(stuck.heard).isEmpty();
    assertThat(slow.position()).contains(new Position("e1", 0));

    gate.countDown();
    stuck.awaitsCount(40);
    assertThat(stuck.heard).isEqualTo(Recorder.numbers(1, 40));
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void aStuckListenerThatLeavesLetsTheOthersGoOn() {
    CountDownLatch gate = new CountDownLatch(1);
    StreamListener<Thing> stuck = event -> gate.await();
    StreamSocket socket =
        connect(
            new StreamSettings(
                QUICK.backoff(), SOON, SOON, Duration.ofMinutes(10), QUICK.largestFrame()));
    Subscription unused = subscribe(socket, "others", recorder);
    Subscription slow =
        socket
            .subscribe(Thing.topic("things"), StreamOptions.defaults().buffer(1), stuck)
            .awaitReady(SOON);
    append("things", 5);
    append("others", 1);
    await().during(Duration.ofMillis(300)).atMost(SOON).until(recorder.heard::isEmpty);

    slow.close();

    recorder.awaits("1");
    gate.countDown();
  }

  @Test
  void listenersMayCloseWhatCallsThem() throws Exception {
    StreamSocket socket = connect(QUICK);
    List<Subscription> own = new ArrayList<>();
    Recorder closing =
        new Recorder() {
          @Override
          public void onEvent(Thing event) throws Exception {
            super.onEvent(event);
            own.get(0).close();
          }
        };
    own.add(subscribe(socket, "things", closing));
    append("things", 3);
    own.get(0).done().get(20, SECONDS);
    assertThat(closing.heard).containsExactly("1", "closed");
    assertThat(own.get(0).position()).contains(new Position("e1", 1));

    Recorder last =
        new Recorder() {
          @Override
          public void onEvent(Thing event) throws Exception {
            super.onEvent(event);
            socket.close();
          }
        };
    Subscription others = subscribe(socket, "others", last);
    append("others", 3);
    others.done().get(20, SECONDS);
    assertThat(last.heard).containsExactly("1", "closed");
    await().atMost(SOON).until(() -> server.sessions.isEmpty());
  }

  @Test
  void closingWhileTheHandshakeIsUnderWayLeavesNothingOpen() {
    server.handshakeGate = new CountDownLatch(1);
    StreamSocket socket = connect(QUICK);
    Subscription subscription =
        socket.subscribe(Thing.topic("things"), StreamOptions.defaults(), recorder);
    socket.close();
    assertThat(subscription.done()).succeedsWithin(SOON);
    server.handshakeGate.countDown();

    await().atMost(SOON).until(() -> server.connections() == 1 && server.ends.get() == 1);
  }

  @Test
  void aServerThatDoesNotTakeTheGoodbyeIsLeftAnyway() {
    StreamSocket socket = connect(QUICK);
    Subscription unused = subscribe(socket, "things", recorder);
    socket.close();

    await().atMost(SOON).until(() -> server.ends.get() == 1);
  }

  @Test
  void afterAFailureTheSameEventIsHeardAgain() {
    StreamSocket socket = connect(QUICK);
    Recorder failing =
        new Recorder() {
          @Override
          public void onEvent(Thing event) throws Exception {
            super.onEvent(event);
            if (heard.size() == 3) {
              throw new IOException("disk full");
            }
          }
        };
    Subscription failed = subscribe(socket, "things", failing);
    append("things", 5);
    failing.awaits("1", "2", "3", "closed: disk full");

    Subscription unused =
        socket.subscribe(
            Thing.topic("things"),
            StreamOptions.defaults().since(failed.position().orElseThrow()),
            recorder);

    recorder.awaits("3", "4", "5");
  }
}
