package dev.parley.datafeed.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.datafeed.RecordingFeed;
import dev.parley.datafeed.RecordingFeed.Event;
import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.datafeed.domain.Timeline;
import dev.parley.datafeed.store.ReplayStore;
import dev.parley.datafeed.ws.MarketPublisher;
import dev.parley.platform.db.Migrations;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.lease.Lease;
import dev.parley.platform.tx.Transactions;
import dev.parley.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The replay over a database: one node plays, all follow. */
class ReplayIT {
  private static final Duration TICK = Duration.ofMillis(20);
  private static final String TRADES = "trades:BTC-USD";

  private final TestDatabase database = TestDatabase.fresh();
  private final Transactions transactions = new Transactions(database.jdbi());
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void migrate() {
    new Migrations(database.dataSource()).run(List.of("datafeed"));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable resource : open.reversed()) {
      resource.close();
    }
  }

  @Test
  void tellsTheSameOnEveryNodeWhicheverOfThemPlays() throws Exception {
    Node one = new Node(600);
    Node two = new Node(600);
    TestLease first = one.play();
    await().until(() -> two.feed.sequenced(TRADES).size() > 100);
    first.lose();
    TestLease second = two.play();
    int before = one.feed.sequenced(TRADES).size();
    await().until(() -> one.feed.sequenced(TRADES).size() > before + 100);
    second.lose();
    Instant end = played();
    await()
        .untilAsserted(
            () -> {
              assertThat(one.lastTrade()).isEqualTo(two.lastTrade());
              assertThat(one.lastTrade().getFirst()).isEqualTo(lastPlayed(one, end));
            });
    List<String> told = one.ids();
    assertThat(told).doesNotHaveDuplicates();
    int common = Math.min(told.size(), two.ids().size());
    assertThat(two.ids().subList(two.ids().size() - common, two.ids().size()))
        .isEqualTo(told.subList(told.size() - common, told.size()));
    List<TapeTrade> tape = one.market.tradesAfter("BTC-USD", cursor(told.getFirst()), 100_000);
    assertThat(told.subList(1, told.size()))
        .isEqualTo(tape.stream().map(t -> t.cursor().toString()).limit(told.size() - 1L).toList());
  }

  @Test
  void laysATapeOnceAndFindsItThereAfterARestart() {
    Node first = new Node(10);
    Timeline laid = first.market.require("BTC-USD").timeline();
    first.follower.close();
    Node again = new Node(10);
    assertThat(again.market.require("BTC-USD").timeline()).isEqualTo(laid);
    assertThat(again.market.require("AAPL").timeline().speed()).isEqualTo(1);
  }

  @Test
  void goesOnFromWhereItIsWhenAnotherSpeedIsSet() throws Exception {
    Node slow = new Node(10);
    TapeCursor before = slow.market.position("BTC-USD");
    Node fast = new Node(20);
    assertThat(fast.market.require("BTC-USD").timeline().speed()).isEqualTo(10);
    TestLease lease = fast.play();
    await().until(() -> slow.market.require("BTC-USD").timeline().speed() == 20);
    lease.lose();
    assertThat(slow.market.position("BTC-USD")).isGreaterThanOrEqualTo(before);
    assertThat(slow.market.tradesAfter("BTC-USD", before, 10_000).size()).isLessThan(5_000);
  }

  @Test
  void writesNothingOnceTheLeaseIsLost() throws Exception {
    Node node = new Node(600);
    TestLease lease = node.play();
    await().until(() -> node.feed.sequenced(TRADES).size() > 1);
    lease.stolen = true;
    lease.thread.join(5_000);
    assertThat(lease.failure).isInstanceOf(AppException.class);
    Instant until = played();
    await().during(TICK.multipliedBy(5)).until(() -> played().equals(until));
  }

  private Instant played() {
    return transactions.read(handle -> new ReplayStore().playedUntil(handle)).orElseThrow();
  }

  private static String lastPlayed(Node node, Instant until) {
    return node.market.require("BTC-USD").position(until).toString();
  }

  private static TapeCursor cursor(String id) {
    String[] parts = id.split("-");
    return new TapeCursor(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
  }

  /** What one process has of the replay. */
  private final class Node {
    final Market market = TestMarkets.unlaid(Clock.systemUTC());
    final RecordingFeed feed = new RecordingFeed();
    final ReplayStore store = new ReplayStore();
    final ToIntFunction<RecordingKind> speed;
    final Follower follower;

    Node(int tradeSpeed) {
      speed = kind -> kind == RecordingKind.TRADES ? tradeSpeed : 1;
      follower =
          new Follower(
              market,
              store,
              transactions,
              Clock.systemUTC(),
              TICK,
              new MarketPublisher(feed, new Telling(feed)));
      follower.start(speed);
      open.add(follower);
    }

    TestLease play() {
      TestLease lease = new TestLease();
      ReplayWorker worker =
          new ReplayWorker(
              market, store, transactions, Clock.systemUTC(), speed, TICK, follower::wake);
      lease.thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      worker.run(lease);
                    } catch (InterruptedException | RuntimeException e) {
                      lease.failure = e;
                    }
                  });
      open.add(lease::lose);
      return lease;
    }

    List<String> ids() {
      return feed.sequenced(TRADES).stream().map(Event::entityId).toList();
    }

    List<String> lastTrade() {
      List<String> ids = ids();
      return ids.subList(Math.max(0, ids.size() - 1), ids.size());
    }
  }

  /** A lease that a test takes away. */
  private static final class TestLease implements Lease {
    volatile boolean held = true;
    volatile boolean stolen;
    volatile Exception failure;
    Thread thread;

    void lose() throws InterruptedException {
      held = false;
      thread.join(5_000);
    }

    @Override
    public long fence() {
      return 1;
    }

    @Override
    public boolean held() {
      return held;
    }

    @Override
    public void check(Handle handle) {
      if (stolen) {
        throw new AppException(ErrorCode.UNAVAILABLE, "The lease is lost");
      }
    }
  }
}
