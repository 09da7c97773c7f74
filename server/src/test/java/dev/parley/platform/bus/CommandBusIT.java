package dev.parley.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.platform.audit.AuditReaper;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.sample.Node;
import dev.parley.platform.sample.api.Act;
import dev.parley.platform.sample.api.Entry;
import dev.parley.platform.sample.api.Shout;
import dev.parley.platform.sample.api.Tick;
import dev.parley.platform.security.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

@Timeout(120)
class CommandBusIT {
  private static final LogKey LOG = LogKey.everyone("entries");

  private Node node;

  @BeforeEach
  void start() {
    node = new Node(Node.database());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void auditsSuccessWithWhatTheHandlerActedOn() {
    node.commands.send(
        new Act(
            context -> {
              Entry entry = node.add(context, "one", List.of(LOG));
              context.target("entry:" + entry.text());
              return entry;
            }),
        Node.user());
    node.commands.send(
        new Act("given", context -> node.add(context, "two", List.of())), Node.user());

    String actor = new UUID(7, 1).toString();
    assertThat(audit())
        .containsExactly(actor + " Act entry:one success", actor + " Act given success");
  }

  @Test
  void auditsFailureInATransactionOfItsOwnAndNamesTheCommandInTheError() {
    AtomicReference<UUID> id = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                node.commands.send(
                    new Act(
                        "x",
                        context -> {
                          id.set(context.commandId());
                          node.add(context, "lost", List.of(LOG));
                          throw new AppException(ErrorCode.CONFLICT, "not now");
                        }),
                    Node.user()))
        .isInstanceOfSatisfying(
            AppException.class,
            e -> assertThat(e.extensions()).containsEntry("commandId", id.get()));
    assertThatThrownBy(
            () ->
                node.commands.send(
                    new Act(
                        context -> {
                          throw new IllegalStateException("a bug");
                        }),
                    Node.user()))
        .hasMessage("a bug");

    assertThat(audit())
        .extracting(row -> row.substring(row.lastIndexOf(' ') + 1))
        .containsExactly("CONFLICT", "INTERNAL_ERROR");
    assertThat(node.count("ledger.entry")).isZero();
    assertThat(node.count("platform.event")).isZero();
  }

  @Test
  void keepsItsAuditForAsLongAsThatIsSet() {
    AuditReaper reaper = new AuditReaper(node.transactions, node.clock, Duration.ofDays(30));
    node.send("old", LOG);
    node.clock.shift(Duration.ofDays(20));
    node.send("young", LOG);
    assertThat(reaper.reap()).isZero();
    node.clock.shift(Duration.ofDays(11));

    assertThat(reaper.reap()).isEqualTo(1);
    assertThat(audit()).hasSize(1);
    assertThat(node.count("ledger.entry")).as("nothing else goes with it").isEqualTo(2);
  }

  @Test
  void letsInOnlyWhomTheCommandAllows() {
    Caller nobody = Node.anonymous("10.0.0.9");
    Caller worker = Caller.system("sweeper");
    Act act = new Act(context -> node.add(context, "one", List.of()));

    assertCode(ErrorCode.UNAUTHENTICATED, () -> node.commands.send(act, nobody));
    assertCode(ErrorCode.PERMISSION_DENIED, () -> node.commands.send(act, worker));
    assertCode(ErrorCode.UNAUTHENTICATED, () -> node.commands.send(new Tick(), nobody));
    assertThat(node.commands.send(new Tick(), worker)).isEqualTo("tock");
    assertThat(node.commands.send(new Shout("x"), nobody)).isEqualTo("heard");
    assertThat(node.count("ledger.entry")).isZero();
    assertThat(audit())
        .contains("system:sweeper Tick  success", "address:10.0.0.9 Shout  success")
        .contains("address:10.0.0.9 Act  UNAUTHENTICATED");
  }

  @Test
  void runsAgainWhatMetADeadlock() throws Exception {
    node.transactions.write(
        h ->
            h.execute(
                "INSERT INTO ledger.entry (id, text) VALUES (:a, 'a'), (:b, 'b')"
                    .replace(":a", "'" + new UUID(0, 1) + "'")
                    .replace(":b", "'" + new UUID(0, 2) + "'")));
    AtomicInteger attempts = new AtomicInteger();
    CyclicBarrier bothHoldOne = new CyclicBarrier(2);
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      List<Future<Entry>> both = new ArrayList<>();
      for (List<Integer> order : List.of(List.of(1, 2), List.of(2, 1))) {
        both.add(
            pool.submit(
                () ->
                    node.commands.send(
                        new Act(
                            context -> {
                              touch(context, order.get(0));
                              if (attempts.incrementAndGet() <= 2) {
                                await(bothHoldOne);
                              }
                              touch(context, order.get(1));
                              return node.add(context, "done", List.of(LOG));
                            }),
                        Node.user())));
      }
      for (Future<Entry> one : both) {
        one.get(30, TimeUnit.SECONDS);
      }
    }
    assertThat(attempts).hasValue(3);
    assertThat(texts()).containsExactlyInAnyOrder("a++", "b++", "done", "done");
    assertThat(node.log.after(LOG, 0, 10)).hasSize(2);
  }

  @Test
  void handsEventsOnAndRunsWhatFollowsOnlyOnceCommitted() {
    node.hub.watch(LOG);
    List<String> seen = new ArrayList<>();
    node.commands.send(
        new Act(
            context -> {
              context.afterCommit(
                  () -> {
                    throw new IllegalStateException("the mail server is down");
                  });
              context.afterCommit(
                  () ->
                      seen.add(
                          node.count("ledger.entry") + " rows, " + node.hub.delivered(LOG).size()));
              Entry entry = node.add(context, "one", List.of(LOG));
              seen.add("handled, " + node.hub.delivered(LOG).size());
              return entry;
            }),
        Node.user());
    assertThat(seen).containsExactly("handled, 0", "1 rows, 1");
  }

  @Test
  void refusesASecondTransactionInsideTheFirst() {
    assertThatThrownBy(
            () -> node.commands.send(new Act(context -> node.send("nested", LOG)), Node.user()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already");
    node.send("fine afterwards", LOG);
  }

  @Test
  void aContextIsUselessAfterItsHandlerAndOnOtherThreads() throws Exception {
    AtomicReference<CommandContext> kept = new AtomicReference<>();
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      node.commands.send(
          new Act(
              context -> {
                kept.set(context);
                assertThatThrownBy(() -> other.submit(context::handle).get())
                    .hasCauseInstanceOf(IllegalStateException.class);
                return node.add(context, "one", List.of());
              }),
          Node.user());
    }
    assertThatThrownBy(() -> kept.get().handle()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void writesOneLineACommandWithIdsAndNeverItsContent() {
    Logger logger = (Logger) LoggerFactory.getLogger("dev.parley");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      node.commands.send(new Shout("s3cret"), Node.anonymous("10.0.0.9"));
      node.look(context -> "no line for a read");
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list).hasSize(1);
    ILoggingEvent line = lines.list.getFirst();
    assertThat(line.getKeyValuePairs().toString())
        .contains("Shout", "address:10.0.0.9", "success")
        .doesNotContain("s3cret");
    assertThat(line.getMDCPropertyMap()).containsKeys("traceId", "commandId", "command", "user");
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  void countsAndTimesByCommandAndOutcome() {
    node.send("one", LOG);
    assertThat(
            node.meters.get("parley.command").tags("command", "Act", "outcome", "success").timer())
        .satisfies(timer -> assertThat(timer.count()).isEqualTo(1));
  }

  private static void touch(CommandContext context, int row) {
    context
        .handle()
        .execute("UPDATE ledger.entry SET text = text || '+' WHERE id = ?", new UUID(0, row));
  }

  private List<String> texts() {
    return node.transactions.read(
        h -> h.createQuery("SELECT text FROM ledger.entry").mapTo(String.class).list());
  }

  private List<String> audit() {
    return node.transactions.read(
        h ->
            h.createQuery(
                    """
                    SELECT concat_ws(' ', actor, command, target, outcome)
                    FROM platform.audit ORDER BY command_id
                    """)
                .mapTo(String.class)
                .list());
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertCode(
      ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(AppException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
