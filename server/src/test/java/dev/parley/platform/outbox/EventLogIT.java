package dev.parley.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.Backlog;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.sample.Node;
import dev.parley.platform.sample.api.Act;
import dev.parley.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EventLogIT {
  private static final int WRITERS = 16;

  private TestDatabase database;
  private Node node;

  @BeforeEach
  void start() {
    database = Node.database();
    node = new Node(database);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void numbersHaveNoGapAndAppearInOrderThoughWritersRollBack() throws Exception {
    List<LogKey> keys = keys(3);
    AtomicBoolean writing = new AtomicBoolean(true);
    try (ExecutorService observer = Executors.newSingleThreadExecutor()) {
      Future<Integer> observed = observer.submit(() -> observe(keys, writing));
      inParallel(
          writer -> {
            Random random = new Random(writer);
            for (int i = 0; i < 50; i++) {
              List<LogKey> chosen = new ArrayList<>(keys);
              Collections.shuffle(chosen, random);
              boolean fails = random.nextInt(4) == 0;
              sendOrFail("w" + writer + "-" + i, chosen.subList(0, 1 + random.nextInt(3)), fails);
            }
            return true;
          });
      writing.set(false);
      assertThat(observed.get()).isGreaterThan(0);
    }
    for (LogKey key : keys) {
      List<StoredEvent> events = node.log.after(key, 0, 10_000);
      assertThat(events.stream().map(StoredEvent::seq))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
      assertThat(node.log.positions(List.of(key)).get(key).seq()).isEqualTo(events.size());
      assertThat(events.stream().map(StoredEvent::entityId))
          .as("an event for every row and a row for every event")
          .containsExactlyInAnyOrderElementsOf(rows(key));
    }
  }

  @Test
  void logsAreLockedInOneOrderWhateverOrderEventsAreEmittedIn() throws Exception {
    List<LogKey> keys = keys(6);
    AtomicInteger attempts = new AtomicInteger();
    inParallel(
        writer -> {
          Random random = new Random(writer);
          for (int i = 0; i < 40; i++) {
            List<LogKey> shuffled = new ArrayList<>(keys);
            Collections.shuffle(shuffled, random);
            node.commands.send(
                new Act(
                    context -> {
                      attempts.incrementAndGet();
                      return node.add(context, "x", shuffled);
                    }),
                Node.user());
          }
          return true;
        });
    assertThat(attempts).as("no attempt met a deadlock").hasValue(WRITERS * 40);
    node.log
        .positions(keys)
        .values()
        .forEach(position -> assertThat(position.seq()).isEqualTo(WRITERS * 40));
  }

  @Test
  void keepsWhatWasEmittedInTheOrderItWas() {
    LogKey orders = LogKey.user("orders", UUID.randomUUID());
    LogKey account = LogKey.user("account", UUID.randomUUID());
    node.hub.watch(orders);
    node.hub.watch(account);
    node.send("first", orders, account, orders);

    assertThat(node.log.after(orders, 0, 10)).isEqualTo(node.hub.delivered(orders)).hasSize(2);
    assertThat(node.log.after(account, 0, 10)).isEqualTo(node.hub.delivered(account)).hasSize(1);
    assertThat(node.log.after(Map.of(orders, 1L, account, 1L), 10))
        .containsOnlyKeys(orders)
        .containsEntry(orders, node.hub.delivered(orders).subList(1, 2));
    assertThat(node.log.after(orders, 0, 1)).hasSize(1);
  }

  @Test
  void rollbackLeavesNeitherEventNorNumber() {
    LogKey key = keys(1).getFirst();
    node.hub.watch(key);
    assertThatThrownBy(() -> sendFailing("lost", List.of(key))).isInstanceOf(AppException.class);
    node.send("kept", key);

    assertThat(node.log.after(key, 0, 10)).extracting(StoredEvent::seq).containsExactly(1L);
    assertThat(node.hub.delivered(key)).hasSize(1);
  }

  @Test
  void aLogWithoutEventsStandsAtZeroOfTheEpochItWillHave() {
    LogKey key = keys(1).getFirst();
    Position before = node.log.positions(List.of(key)).get(key);
    assertThat(before.seq()).isZero();
    node.send("first", key);
    assertThat(node.log.since(key, before, 10))
        .isInstanceOfSatisfying(
            Backlog.Events.class,
            events -> {
              assertThat(events.events()).hasSize(1);
              assertThat(events.head()).isEqualTo(new Position(before.epoch(), 1));
            });
  }

  @Test
  void refusesPositionsThatCannotBeResumedFrom() {
    LogKey key = keys(1).getFirst();
    node.send("first", key);
    Position head = node.log.positions(List.of(key)).get(key);

    assertResync(key, new Position("another", 1), Backlog.Reason.EPOCH_CHANGED);
    assertResync(key, new Position(head.epoch(), 2), Backlog.Reason.AHEAD_OF_LOG);
    assertThat(node.log.since(key, head, 10)).isEqualTo(new Backlog.Events(List.of(), head));
  }

  @Test
  void whatIsOlderThanTheRetentionIsGoneAndSaysSo() {
    LogKey key = keys(1).getFirst();
    IntStream.range(0, 3).forEach(i -> node.send("old", key));
    node.clock.shift(Duration.ofDays(7));
    node.send("new", key);
    LogReaper reaper = new LogReaper(node.transactions, node.clock, Duration.ofDays(7));

    assertThat(reaper.reap()).isEqualTo(3);
    String epoch = node.log.positions(List.of(key)).get(key).epoch();
    assertResync(key, new Position(epoch, 2), Backlog.Reason.EXPIRED);
    assertThat(node.log.since(key, new Position(epoch, 3), 10))
        .isInstanceOfSatisfying(Backlog.Events.class, e -> assertThat(e.events()).hasSize(1));

    node.clock.shift(Duration.ofDays(8));
    assertThat(reaper.reap()).isEqualTo(1);
    assertThat(node.log.since(key, new Position(epoch, 4), 10))
        .isEqualTo(new Backlog.Events(List.of(), new Position(epoch, 4)));
    node.send("newer", key);
    assertThat(node.log.after(key, 4, 10)).extracting(StoredEvent::seq).containsExactly(5L);
  }

  @Test
  void reapingBesideWritersNeverCallsAnEventGoneThatIsThere() throws Exception {
    LogKey key = keys(1).getFirst();
    LogReaper reaper = new LogReaper(node.transactions, node.clock, Duration.ZERO);
    inParallel(
        writer -> {
          for (int i = 0; i < 40; i++) {
            if (writer == 0) {
              reaper.reap();
            } else {
              node.send("w", key);
            }
          }
          return true;
        });
    long[] ends =
        node.transactions.read(
            h ->
                h.createQuery("SELECT first_seq, last_seq FROM platform.log WHERE key = :key")
                    .bind("key", key.toString())
                    .map((row, x) -> new long[] {row.getLong(1), row.getLong(2)})
                    .one());
    assertThat(node.log.after(key, 0, 10_000).stream().map(StoredEvent::seq))
        .containsExactlyElementsOf(LongStream.rangeClosed(ends[0], ends[1]).boxed().toList());
  }

  @Test
  void anotherDatabaseClusterMeansAnotherEpoch() {
    LogKey key = keys(1).getFirst();
    LogOrigin origin = new LogOrigin(node.transactions);
    origin.verify();
    node.send("first", key);
    Position position = node.log.positions(List.of(key)).get(key);
    origin.verify();
    assertThat(node.log.positions(List.of(key))).containsEntry(key, position);

    node.transactions.write(h -> h.execute("UPDATE platform.log_origin SET timeline = 77"));
    origin.verify();
    assertResync(key, position, Backlog.Reason.EPOCH_CHANGED);
    origin.verify();
    Position renewed = node.log.positions(List.of(key)).get(key);
    assertThat(node.log.since(key, renewed, 1)).isInstanceOf(Backlog.Events.class);
  }

  private void assertResync(LogKey key, Position position, Backlog.Reason reason) {
    assertThat(node.log.since(key, position, 10))
        .isInstanceOfSatisfying(
            Backlog.ResyncRequired.class, resync -> assertThat(resync.reason()).isEqualTo(reason));
  }

  /** Reads on and on while others write; a hole, even for a moment, is a failure. */
  private int observe(List<LogKey> keys, AtomicBoolean writing) {
    long[] last = new long[keys.size()];
    int rounds = 0;
    boolean more = true;
    while (more) {
      more = writing.get();
      for (int k = 0; k < keys.size(); k++) {
        for (StoredEvent event : node.log.after(keys.get(k), last[k], 1_000)) {
          assertThat(event.seq()).isEqualTo(++last[k]);
        }
      }
      rounds++;
    }
    return rounds;
  }

  private List<String> rows(LogKey key) {
    return node.transactions.read(
        h ->
            h.createQuery("SELECT id::text FROM ledger.entry WHERE log = :log")
                .bind("log", key.toString())
                .mapTo(String.class)
                .list());
  }

  private void sendOrFail(String text, List<LogKey> keys, boolean fails) {
    if (fails) {
      assertThatThrownBy(() -> sendFailing(text, keys)).isInstanceOf(AppException.class);
    } else {
      node.commands.send(new Act(context -> node.add(context, text, keys)), Node.user());
    }
  }

  private void sendFailing(String text, List<LogKey> keys) {
    node.commands.send(
        new Act(
            context -> {
              node.add(context, text, keys);
              throw new AppException(ErrorCode.CONFLICT, "as the test wants");
            }),
        Node.user());
  }

  private static List<LogKey> keys(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> LogKey.user("topic-" + i, new UUID(1, i)))
        .toList();
  }

  private static void inParallel(java.util.function.IntFunction<Boolean> work) throws Exception {
    try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
      List<Callable<Boolean>> tasks =
          IntStream.range(0, WRITERS)
              .<Callable<Boolean>>mapToObj(writer -> () -> work.apply(writer))
              .toList();
      for (Future<Boolean> done : writers.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
  }
}
