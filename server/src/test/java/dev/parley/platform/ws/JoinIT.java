package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.sample.Node;
import dev.parley.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joining a log: nothing lost, nothing twice, whatever happens meanwhile. */
class JoinIT {
  private final UUID user = UUID.randomUUID();
  private final LogKey orders = LogKey.user("orders", user);
  private TestDatabase database;
  private SocketNode a;
  private @Nullable SocketNode b;

  @BeforeEach
  void start() {
    database = Node.database();
    a = new SocketNode(database, "WS_FRAMES_PER_SECOND=1000");
  }

  @AfterEach
  void stop() {
    a.close();
    if (b != null) {
      b.close();
    }
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  /** Numbers of the events until this one. */
  private static List<Long> eventsUntil(TestSocket socket, long last) {
    List<Long> seqs = new ArrayList<>();
    while (seqs.isEmpty() || seqs.getLast() < last) {
      JsonNode frame = socket.next();
      if (frame.path("type").asText().equals("entry.added")) {
        seqs.add(frame.path("seq").asLong());
      }
    }
    return seqs;
  }

  @Test
  void deliversWhatFollowsThePositionItAnswers() {
    a.add("before", orders);
    TestSocket socket = a.connect(user);
    socket.send("{'type':'subscribe','topics':[{'topic':'orders'}]}");
    assertThat(socket.await("subscribed").path("seq").asLong()).isEqualTo(1);
    a.add("after", orders);
    JsonNode event = socket.await("entry.added");
    assertThat(event.path("seq").asLong()).isEqualTo(2);
    assertThat(event.path("topic").asText()).isEqualTo("orders");
    assertThat(event.path("data").path("text").asText()).isEqualTo("after");
    assertThat(event.path("time").asText()).endsWith("Z");
  }

  @Test
  void keepsUsersApart() throws InterruptedException {
    TestSocket socket = a.connect(user);
    socket.send("{'type':'subscribe','topics':[{'topic':'orders'}]}");
    socket.await("subscribed");
    a.add("somebody else's", LogKey.user("orders", UUID.randomUUID()));
    assertThat(socket.during(Duration.ofMillis(300))).isEmpty();
  }

  @Test
  void replaysAllAfterSinceInOrder() {
    for (int i = 0; i < 450; i++) {
      a.add("e" + i, orders);
    }
    TestSocket socket = a.connect(user);
    socket.send("{'type':'subscribe','topics':[{'topic':'orders'}]}");
    String epoch = socket.await("subscribed").path("epoch").asText();
    socket.send(
        "{'type':'subscribe','topics':[{'topic':'orders','since':{'epoch':'"
            + epoch
            + "','seq':5}}]}");
    assertThat(socket.await("subscribed").path("seq").asLong()).isEqualTo(5);
    a.add("live", orders);
    assertThat(eventsUntil(socket, 451))
        .containsExactlyElementsOf(LongStream.rangeClosed(6, 451).boxed().toList());
  }

  @Test
  void asksForAResyncWhereAPositionIsOfNoUse() {
    a.add("one", orders);
    a.add("two", orders);
    TestSocket socket = a.connect(user);
    socket.send(
        "{'type':'subscribe','id':'x','topics':[{'topic':'orders',"
            + "'since':{'epoch':'another','seq':1}}]}");
    JsonNode changed = socket.await("resync_required");
    assertThat(changed.path("reason").asText()).isEqualTo("epoch_changed");
    assertThat(changed.path("id").asText()).isEqualTo("x");
    assertThat(changed.path("seq").asLong()).isEqualTo(2);
    String epoch = changed.path("epoch").asText();
    String since = "'since':{'epoch':'" + epoch + "','seq':";
    socket.send("{'type':'subscribe','topics':[{'topic':'orders'," + since + "3}}]}");
    assertThat(socket.await("resync_required").path("reason").asText()).isEqualTo("ahead_of_log");
    database.jdbi().useHandle(h -> h.execute("UPDATE platform.log SET first_seq = 2"));
    socket.send("{'type':'subscribe','topics':[{'topic':'orders'," + since + "0}}]}");
    assertThat(socket.await("resync_required").path("reason").asText()).isEqualTo("expired");
    socket.send(
        "{'type':'subscribe','topics':[{'topic':'orders','snapshot':true," + since + "0}}]}");
    assertThat(socket.next().path("type").asText()).isEqualTo("resync_required");
    assertThat(socket.next().path("type").asText()).isEqualTo("subscribed");
    assertThat(socket.next().path("type").asText()).isEqualTo("snapshot");
  }

  @Test
  void neitherLosesNorRepeatsWhileFourWritersAppend() throws Exception {
    int perWriter = 150;
    long total = 4L * perWriter;
    b = new SocketNode(database, "WS_FRAMES_PER_SECOND=1000");
    List<SocketNode> nodes = List.of(a, b);
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      List<Future<?>> running = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        SocketNode node = nodes.get(w % 2);
        int writer = w;
        running.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < perWriter; i++) {
                    node.add("w" + writer + "-" + i, orders);
                  }
                }));
      }
      for (int j = 0; j < 8; j++) {
        SocketNode node = nodes.get(j % 2);
        int joiner = j;
        running.add(
            pool.submit(
                () -> {
                  follow(node, joiner, total);
                  return joiner;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }

  /** Joins with a snapshot at some moment, and holds state and events against each other. */
  private void follow(SocketNode node, int joiner, long total) throws InterruptedException {
    Thread.sleep(40L * joiner);
    TestSocket socket = node.connect(user);
    socket.send("{'type':'subscribe','topics':[{'topic':'orders','snapshot':true}]}");
    long at = socket.await("subscribed").path("seq").asLong();
    JsonNode snapshot = socket.await("snapshot");
    assertThat(snapshot.path("seq").asLong()).isEqualTo(at);
    Set<String> texts = new HashSet<>();
    snapshot.path("data").path("items").forEach(text -> texts.add(text.asText()));
    assertThat(texts).hasSize((int) at);
    for (long seq = at + 1; seq <= total; seq++) {
      JsonNode event = socket.await("entry.added");
      assertThat(event.path("seq").asLong()).isEqualTo(seq);
      assertThat(texts.add(event.path("data").path("text").asText())).isTrue();
    }
    assertThat(texts).hasSize((int) total);
    assertThat(socket.during(Duration.ofMillis(1500))).isEmpty();
    socket.close();
  }

  @Test
  void aReaderThatReconnectsAllTheTimeMissesNothing() throws Exception {
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      Future<?> writer =
          pool.submit(
              () -> {
                for (int i = 0; i < 300; i++) {
                  a.add("e" + i, orders);
                }
              });
      List<Long> seen = new ArrayList<>();
      TestSocket first = a.connect(user);
      first.send("{'type':'subscribe','topics':[{'topic':'orders'}]}");
      JsonNode joined = first.await("subscribed");
      String epoch = joined.path("epoch").asText();
      long at = joined.path("seq").asLong();
      upTo(at).forEach(seen::add);
      first.close();
      while (seen.size() < 300) {
        TestSocket socket = a.connect(user);
        socket.send(
            "{'type':'subscribe','topics':[{'topic':'orders','since':{'epoch':'%s','seq':%d}}]}"
                .formatted(epoch, seen.size()));
        socket.await("subscribed");
        for (int i = 0; i < 25 && seen.size() < 300; i++) {
          seen.add(socket.await("entry.added").path("seq").asLong());
        }
        socket.close();
      }
      writer.get();
      assertThat(seen).containsExactlyElementsOf(upTo(300));
    }
  }

  @Test
  void aSubscriberOfAnotherNodeGetsEachEventOnce() throws InterruptedException {
    b = new SocketNode(database);
    TestSocket socket = b.connect(user);
    socket.send("{'type':'subscribe','topics':[{'topic':'orders'}]}");
    socket.await("subscribed");
    for (int i = 0; i < 20; i++) {
      a.add("e" + i, orders);
    }
    assertThat(eventsUntil(socket, 20)).containsExactlyElementsOf(upTo(20));
    assertThat(socket.during(Duration.ofMillis(1500))).isEmpty();
  }

  @Test
  void aHeartbeatShowsAStalledRelay() {
    try (SocketNode deaf = new SocketNode(database, false, "WS_HEARTBEAT=300ms")) {
      TestSocket socket = deaf.connect(user);
      socket.send(
          "{'type':'subscribe','topics':[{'topic':'orders'},{'topic':'trades:BTC-USD'},"
              + "{'topic':'quotes:BTC-USD'}]}");
      socket.await("subscribed");
      a.add("unheard", orders);
      deaf.live.sequenced("trades:BTC-USD", "trade.executed", "1", Map.of());
      JsonNode positions;
      do {
        positions = socket.await("heartbeat").path("positions");
      } while (positions.size() < 2 || positions.get(0).path("seq").asLong() == 0);
      assertThat(positions).hasSize(2);
      positions.forEach(p -> assertThat(p.path("seq").asLong()).isEqualTo(1));
    }
  }
}
