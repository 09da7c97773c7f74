package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.sample.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not read hold nothing up and hold no memory. */
class SlowReaderIT {
  private static final String LARGE = "x".repeat(2000);

  private @Nullable SocketNode node;
  private final List<RawSocket> slow = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (RawSocket one : slow) {
      one.close();
    }
    if (node != null) {
      node.close();
    }
  }

  private SocketNode start(String... settings) {
    SocketNode started = new SocketNode(Node.database(), settings);
    node = started;
    return started;
  }

  private RawSocket neverReading(SocketNode server, String topic) throws IOException {
    RawSocket socket = new RawSocket(server, server.token(UUID.randomUUID()));
    slow.add(socket);
    assertThat(socket.read()).contains("welcome");
    socket.send("{'type':'subscribe','topics':[{'topic':'" + topic + "'}]}");
    assertThat(socket.read()).contains("subscribed");
    return socket;
  }

  @Test
  void twentyThatNeverReadAreGoneInFiveSecondsAndTheOthersGetAll() throws Exception {
    SocketNode server = start();
    List<TestSocket> fast = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      TestSocket socket = server.connect(UUID.randomUUID());
      socket.send("{'type':'subscribe','topics':[{'topic':'trades:BTC-USD'}]}");
      socket.await("subscribed");
      fast.add(socket);
    }
    for (int i = 0; i < 20; i++) {
      neverReading(server, "trades:BTC-USD");
    }
    assertThat(server.sockets.open()).isEqualTo(25);
    int events = 1500;
    long worst = 0;
    for (int i = 1; i <= events; i++) {
      long begin = System.nanoTime();
      long unused =
          server.live.sequenced(
              "trades:BTC-USD", "trade.executed", "t", Map.of("n", i, "text", LARGE));
      worst = Math.max(worst, System.nanoTime() - begin);
      int sent = i;
      // As fast as those who read can follow, whatever this machine does besides.
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> fast.stream().allMatch(socket -> socket.unread() > sent - 200));
    }
    // Publishing waits for nobody; a second is a machine's hiccup, not a reader's.
    assertThat(Duration.ofNanos(worst)).isLessThan(Duration.ofSeconds(1));
    for (TestSocket socket : fast) {
      for (int i = 1; i <= events; i++) {
        assertThat(socket.await("trade.executed").path("seq").asLong()).isEqualTo(i);
      }
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> server.sockets.open() == 5);
    AtomicInteger ended = new AtomicInteger();
    for (RawSocket socket : slow) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  socket.drain();
                } catch (IOException e) {
                  assertThat(e.getMessage()).contains("reset");
                }
                ended.incrementAndGet();
              });
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> ended.get() == 20);
    assertThat(fast).allMatch(TestSocket::isOpen);
  }

  @Test
  void conflatedUpdatesAreMergedAndTheClientIsToldWhich() throws IOException {
    SocketNode server = start();
    RawSocket socket = neverReading(server, "quotes:BTC-USD");
    server.live.conflated("quotes:BTC-USD", "q", "quote.updated", "BTC-USD", Map.of("n", 1));
    assertThat(socket.read()).contains("\"n\":1}");
    int updates = 5000;
    for (int i = 2; i <= updates; i++) {
      server.live.conflated(
          "quotes:BTC-USD", "q", "quote.updated", "BTC-USD", Map.of("n", i, "text", LARGE));
    }
    assertThat(server.sockets.open()).isEqualTo(1);
    String frame = socket.read();
    int before = 1;
    while (!frame.contains("\"lagged\"")) {
      before++;
      frame = socket.read();
    }
    assertThat(frame).contains("\"from\":" + (before + 1)).contains("\"to\":" + (updates - 1));
    assertThat(socket.read()).contains("\"n\":" + updates);
  }

  @Test
  void aSilentClientIsClosedAndOneThatAnswersPingsIsNot() throws IOException {
    SocketNode server = start("WS_HEARTBEAT=400ms");
    TestSocket alive = server.connect(UUID.randomUUID());
    RawSocket silent = new RawSocket(server, server.token(UUID.randomUUID()));
    slow.add(silent);
    String last;
    do {
      last = silent.read();
    } while (!last.startsWith("close"));
    assertThat(last).isEqualTo("close 4408");
    alive.await("heartbeat");
    alive.await("heartbeat");
    alive.await("heartbeat");
    assertThat(alive.isOpen()).isTrue();
  }

  @Test
  void aClientThatPingsAndNeverReadsPilesNothingUp() throws Exception {
    SocketNode server = start("WS_FRAMES_PER_SECOND=100000", "WS_QUEUE_FRAMES=200");
    RawSocket socket = neverReading(server, "quotes:BTC-USD");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              try {
                for (int i = 0; i < 500; i++) {
                  socket.send("{'type':'ping','id':'" + "i".repeat(60) + "'}");
                }
              } catch (IOException gone) {
                return true;
              }
              return server.sockets.open() == 0;
            });
  }
}
