package dev.parley.platform.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.audit.AuditReaper;
import dev.parley.platform.db.Types;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.sample.Node;
import dev.parley.platform.sample.api.Act;
import dev.parley.platform.tx.BrokenSource;
import dev.parley.platform.tx.Transactions;
import dev.parley.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HousekeepingIT {
  private static final LogKey LOG = LogKey.everyone("entries");
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void deletesWhatHasExpiredAndGoesOnAfterAFailure() {
    TestDatabase database = Node.database();
    BrokenSource source = new BrokenSource(database.dataSource());
    Transactions transactions = new Transactions(Types.jdbi(source));
    try (Node node = new Node(database)) {
      node.commands.send(
          new Act(context -> node.add(context, "old", List.of(LOG))),
          Node.keyed(Node.user(), "k1", "body"));
      node.clock.shift(Duration.ofDays(8));
      node.send("young", LOG);
      source.away = true;
      Housekeeping housekeeping =
          new Housekeeping(
              transactions,
              new LogReaper(transactions, node.clock, Duration.ofDays(7)),
              node.idempotency,
              new AuditReaper(transactions, node.clock, Duration.ofDays(7)),
              Duration.ofMillis(20));
      try (housekeeping) {
        housekeeping.start();
        // It fails meanwhile, many times.
        await().during(Duration.ofMillis(200)).atMost(LONG).until(() -> count(node) == 5);
        source.away = false;

        await().atMost(LONG).until(() -> count(node) == 2);
      }
      assertThat(node.count("platform.event")).isEqualTo(1);
      assertThat(node.count("platform.idempotency")).isZero();
      assertThat(node.count("platform.audit")).isEqualTo(1);
    }
  }

  private static long count(Node node) {
    return node.count("platform.event")
        + node.count("platform.idempotency")
        + node.count("platform.audit");
  }
}
