package dev.parley.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.sample.Node;
import dev.parley.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes are whole kernels over one database; only the process is shared. */
@Timeout(120)
class RelayIT {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final SignalSource DEAF =
      () -> {
        throw new SQLException("no listening here");
      };

  private final TestDatabase database = Node.database();
  private final List<Node> nodes = new ArrayList<>();
  private final LogKey log = LogKey.user("orders", UUID.randomUUID());

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
  }

  @Test
  void anotherNodeHearsBySignalLongBeforeItPolls() {
    Node a = start(hearing(), NEVER);
    Node b = start(hearing(), NEVER);
    b.hub.watch(log);
    awaitListeners(2);
    a.send("one", log);
    await().atMost(Duration.ofSeconds(2)).until(() -> b.hub.delivered(log).size() == 1);
    assertThat(b.hub.delivered(log)).isEqualTo(a.log.after(log, 0, 10));
  }

  @Test
  void aLostSignalCostsOnePollAndNoEvent() {
    Node a = start(DEAF, Duration.ofSeconds(1));
    Node b = start(DEAF, Duration.ofSeconds(1));
    b.hub.watch(log);
    for (int i = 1; i <= 3; i++) {
      int sent = i;
      a.send("one", log);
      Instant start = Instant.now();
      await()
          .pollInterval(Duration.ofMillis(10))
          .atMost(Duration.ofSeconds(5))
          .until(() -> b.hub.delivered(log).size() == sent);
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void everySubscriberOnEveryNodeGetsEveryEventOnceAndInOrder() throws Exception {
    Node a = start(hearing(), Duration.ofSeconds(1));
    Node b = start(DEAF, Duration.ofMillis(100));
    List<LogKey> logs = List.of(log, LogKey.everyone("x"), LogKey.everyone("y"));
    nodes.forEach(node -> logs.forEach(node.hub::watch));
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Future<?>> writers = new ArrayList<>();
      for (Node node : List.of(a, b, a, b)) {
        writers.add(
            pool.submit(
                () ->
                    IntStream.range(0, 50)
                        .forEach(i -> node.send("e", logs.get(i % 3), logs.get((i + 1) % 3)))));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    for (LogKey key : logs) {
      List<StoredEvent> all = a.log.after(key, 0, 10_000);
      assertThat(all.stream().map(StoredEvent::seq))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, all.size()).boxed().toList());
      for (Node node : nodes) {
        await()
            .atMost(Duration.ofSeconds(5))
            .untilAsserted(() -> assertThat(node.hub.delivered(key)).isEqualTo(all));
      }
    }
  }

  @Test
  void listensAgainAfterItsConnectionBroke() {
    Node a = start(hearing(), NEVER);
    Node b = start(hearing(), NEVER);
    b.hub.watch(log);
    awaitListeners(2);
    List<Integer> before = listeners();
    assertThat(
            a.transactions.<List<Boolean>>write(
                h ->
                    h.createQuery(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query"
                                + " LIKE 'LISTEN%' AND datname = current_database()")
                        .mapTo(Boolean.class)
                        .list()))
        .hasSize(2);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> listeners().size() == 2 && listeners().stream().noneMatch(before::contains));
    a.send("one", log);
    await().atMost(Duration.ofSeconds(2)).until(() -> b.hub.delivered(log).size() == 1);
  }

  @Test
  void tellsTheOthersBeforeItStops() {
    Node b = start(hearing(), NEVER);
    b.hub.watch(log);
    awaitListeners(1);
    for (int i = 1; i <= 5; i++) {
      int sent = i;
      Node a = start(DEAF, NEVER);
      a.send("one", log);
      a.relay.close();
      await().atMost(Duration.ofSeconds(2)).until(() -> b.hub.delivered(log).size() == sent);
    }
  }

  private Node start(SignalSource signals, Duration poll) {
    Node node = new Node(database, signals, poll);
    nodes.add(node);
    node.relay.start();
    return node;
  }

  private SignalSource hearing() {
    return database.dataSource()::getConnection;
  }

  private void awaitListeners(int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> listeners().size() == count);
  }

  private List<Integer> listeners() {
    return database
        .jdbi()
        .withHandle(
            h ->
                h.createQuery(
                        "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname ="
                            + " current_database() AND state = 'idle'")
                    .mapTo(Integer.class)
                    .list());
  }
}
