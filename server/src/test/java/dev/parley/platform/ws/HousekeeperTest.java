package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.db.Types;
import dev.parley.platform.outbox.DatabaseEventLog;
import dev.parley.platform.tx.Transactions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class HousekeeperTest {
  @Test
  void goesOnWhateverIsThrownAtIt() throws InterruptedException {
    CountDownLatch tried = new CountDownLatch(3);
    Housekeeper keeper =
        new Housekeeper(
            () -> {
              tried.countDown();
              throw new StackOverflowError();
            },
            Duration.ofSeconds(1),
            new Connections(1, 1),
            new DatabaseEventLog(new Transactions(Types.jdbi(new PGSimpleDataSource()))));
    keeper.start();
    try {
      assertThat(tried.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      keeper.stop();
    }
  }
}
