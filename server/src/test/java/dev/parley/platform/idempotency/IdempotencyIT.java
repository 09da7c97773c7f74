package dev.parley.platform.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.db.Types;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.sample.Node;
import dev.parley.platform.sample.api.Act;
import dev.parley.platform.sample.api.Entry;
import dev.parley.platform.sample.api.Tick;
import dev.parley.platform.security.Caller;
import dev.parley.platform.time.TimeOrderedIds;
import dev.parley.platform.tx.BrokenSource;
import dev.parley.platform.tx.Transactions;
import dev.parley.testing.TestDatabase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class IdempotencyIT {
  private static final LogKey LOG = LogKey.everyone("entries");

  private final AtomicInteger effects = new AtomicInteger();
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
  void theSameRequestGetsTheFirstAnswerAlsoAfterACrash() {
    Caller caller = Node.keyed(Node.user(), "k1", "body");
    Entry first = node.commands.send(adding("one"), caller);
    assertThat(node.commands.send(adding("one"), caller)).isEqualTo(first);
    try (Node restarted = new Node(database)) {
      assertThat(restarted.commands.send(adding("one"), caller)).isEqualTo(first);
    }
    assertThat(effects).hasValue(1);
    assertThat(node.count("ledger.entry")).isEqualTo(1);
    assertThat(node.log.positions(List.of(LOG)).get(LOG).seq()).isEqualTo(1);
    assertThat(node.count("platform.audit")).as("a replay is no command").isEqualTo(1);
  }

  @Test
  void aRepeatAfterALostAnswerToTheCommitHasNoSecondEffect() {
    Caller caller = Node.keyed(Node.user(), "k1", "body");
    BrokenSource source = new BrokenSource(database.dataSource());
    CommandBus commands =
        new CommandBus(
            node.bindings,
            new Transactions(Types.jdbi(source)),
            node.eventTypes,
            node.idempotency,
            node.relay::committed,
            node.clock,
            new TimeOrderedIds(node.clock),
            node.meters);
    source.deafAfterCommit = true;
    assertCode(ErrorCode.OUTCOME_UNKNOWN, () -> commands.send(adding("one"), caller));
    source.deafAfterCommit = false;

    assertThat(commands.send(adding("one"), caller).text()).isEqualTo("one");
    assertThat(effects).hasValue(1);
    assertThat(node.count("ledger.entry")).isEqualTo(1);
    assertThat(node.log.positions(List.of(LOG)).get(LOG).seq()).isEqualTo(1);
  }

  @Test
  void anotherBodyUnderTheSameKeyIsRefused() {
    node.commands.send(adding("one"), Node.keyed(Node.user(), "k1", "body"));
    assertCode(
        ErrorCode.IDEMPOTENCY_KEY_REUSED,
        () -> node.commands.send(adding("two"), Node.keyed(Node.user(), "k1", "other")));
    assertThat(effects).hasValue(1);
  }

  @Test
  void aTwinIsToldAtOnceThatTheFirstIsRunning() throws Exception {
    Caller caller = Node.keyed(Node.user(), "k1", "body");
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<Entry> first =
          other.submit(
              () ->
                  node.commands.send(
                      new Act(
                          context -> {
                            running.countDown();
                            await(release);
                            return node.add(context, "one", List.of(LOG));
                          }),
                      caller));
      await(running);
      assertThatThrownBy(() -> node.commands.send(adding("one"), caller))
          .isInstanceOfSatisfying(
              AppException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_IN_PROGRESS);
                assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
              });
      release.countDown();
      assertThat(node.commands.send(adding("one"), await(first, caller))).isEqualTo(first.get());
    }
    assertThat(effects).hasValue(0);
    assertThat(node.count("ledger.entry")).isEqualTo(1);
  }

  @Test
  void aFailureLeavesNoRowSoThatARepeatRuns() {
    Caller caller = Node.keyed(Node.user(), "k1", "body");
    assertCode(
        ErrorCode.CONFLICT,
        () ->
            node.commands.send(
                new Act(
                    context -> {
                      throw new AppException(ErrorCode.CONFLICT, "not now");
                    }),
                caller));
    assertThat(node.count("platform.idempotency")).isZero();
    node.commands.send(adding("one"), caller);
    assertThat(effects).hasValue(1);
  }

  @Test
  void fiftyTwinsHaveOneEffectAndOneAnswer() throws Exception {
    Caller caller = Node.keyed(Node.user(), "k1", "body");
    CountDownLatch go = new CountDownLatch(1);
    Set<Entry> answers = new HashSet<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(50)) {
      List<Future<Entry>> results =
          IntStream.range(0, 50)
              .mapToObj(
                  i ->
                      clients.submit(
                          (Callable<Entry>)
                              () -> {
                                await(go);
                                return retrying(caller);
                              }))
              .toList();
      go.countDown();
      for (Future<Entry> result : results) {
        answers.add(result.get());
      }
    }
    assertThat(answers).hasSize(1);
    assertThat(effects).hasValue(1);
    assertThat(node.count("ledger.entry")).isEqualTo(1);
  }

  @Test
  void aKeyBelongsToItsActorAndItsOperation() {
    node.commands.send(adding("a"), Node.keyed(Node.user(new UUID(1, 1)), "k1", "body"));
    node.commands.send(adding("b"), Node.keyed(Node.user(new UUID(1, 2)), "k1", "body"));
    assertThat(effects).hasValue(2);
  }

  @Test
  void afterItsTimeAKeyIsNewAgainWhetherReapedOrNot() {
    Caller caller = Node.keyed(Node.user(), "k1", "body");
    node.commands.send(adding("one"), caller);
    node.clock.shift(Duration.ofHours(25));
    node.commands.send(adding("one"), Node.keyed(Node.user(), "k1", "other"));
    assertThat(effects).hasValue(2);
    node.clock.shift(Duration.ofHours(25));
    assertThat(node.transactions.write(node.idempotency::reap)).isEqualTo(1);
    assertThat(node.count("platform.idempotency")).isZero();
  }

  @Test
  void anAnswerThatCouldNotBeReadBackIsRefusedWithItsEffect() {
    Caller caller = Node.keyed(Node.user(), "k1", "body");
    assertThatThrownBy(() -> node.commands.send(new Tick(), caller))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CharSequence");
    assertThat(node.count("platform.idempotency")).isZero();
    assertThat(node.commands.send(new Tick(), Node.user())).isEqualTo("tock");
  }

  private Act adding(String text) {
    return new Act(
        context -> {
          effects.incrementAndGet();
          return node.add(context, text, List.of(LOG));
        });
  }

  /** As an SDK does: whoever is told that a twin runs tries again. */
  private Entry retrying(Caller caller) {
    while (true) {
      try {
        return node.commands.send(adding("one"), caller);
      } catch (AppException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.IDEMPOTENCY_IN_PROGRESS);
        Thread.onSpinWait();
      }
    }
  }

  private static Caller await(Future<?> first, Caller caller) throws Exception {
    first.get();
    return caller;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertCode(
      ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AppException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
