package dev.parley.platform.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.platform.redis.Redis;
import dev.parley.platform.redis.RedisSettings;
import dev.parley.platform.settings.Settings;
import dev.parley.testing.RedisProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Nodes with one budget over a real Redis, which is killed, paused, locked and started again. */
class SharedBucketsIT {
  /** Longer than a busy machine keeps a Redis from answering that is well. */
  private static final String PATIENT = "5s";

  private static final Duration SOON = Duration.ofSeconds(60);

  private final List<Redis> opened = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void close() {
    logger().detachAppender(log);
    opened.forEach(Redis::close);
  }

  @Test
  void twoNodesHaveOneBudget() {
    try (RedisProcess redis = RedisProcess.start()) {
      Buckets one = up(redis.url(), PATIENT);
      Buckets two = up(redis.url(), PATIENT);
      Budget budget = budget(4);
      assertThat(one.take(budget).left()).isEqualTo(3);
      assertThat(two.take(budget).left()).isEqualTo(2);
      assertThat(one.take(budget).left()).isEqualTo(1);
      assertThat(two.take(budget).left()).isZero();
      for (Buckets node : List.of(one, two, one)) {
        Taken refused = node.take(budget);
        assertThat(refused.granted()).isFalse();
        assertThat(refused.left()).isZero();
        assertThat(refused.retryAfter()).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(15));
        assertThat(refused.resetAfter()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
      }
      assertThat(one.take(budget(4)).granted()).isTrue();
      assertThat(messages()).isEmpty();
    }
  }

  @Test
  void manyAtOnceOnTwoNodesGetNoMoreThanTheLimit() throws Exception {
    try (RedisProcess redis = RedisProcess.start()) {
      List<Buckets> nodes = List.of(up(redis.url(), PATIENT), up(redis.url(), PATIENT));
      Budget budget = budget(100);
      AtomicInteger granted = new AtomicInteger();
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> all = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 40; i++) {
          Buckets node = nodes.get(i % 2);
          all.add(
              threads.submit(
                  () -> {
                    start.await();
                    for (int k = 0; k < 10; k++) {
                      granted.addAndGet(node.take(budget).granted() ? 1 : 0);
                    }
                    return null;
                  }));
        }
        start.countDown();
      }
      for (Future<?> one : all) {
        one.get();
      }
      assertThat(messages()).isEmpty();
      assertThat(granted).hasValue(100);
    }
  }

  @Test
  void whoIsRefusedGetsTheNextAsSoonAsThereIsOne() {
    try (RedisProcess redis = RedisProcess.start()) {
      Buckets one = up(redis.url(), PATIENT);
      Buckets two = up(redis.url(), PATIENT);
      Budget budget = new Budget("query", 2, Duration.ofSeconds(2), owner());
      assertThat(one.take(budget).granted()).isTrue();
      assertThat(two.take(budget).granted()).isTrue();
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> one.take(budget).granted());
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> two.take(budget).granted());
    }
  }

  @Test
  void aKilledRedisLeavesEachNodeItsOwnBudgetLessWhatItGranted() {
    try (RedisProcess redis = RedisProcess.start()) {
      Buckets one = up(redis.url(), PATIENT);
      Buckets two = up(redis.url(), PATIENT);
      Budget budget = budget(4);
      assertThat(one.take(budget).left()).isEqualTo(3);
      assertThat(two.take(budget).left()).isEqualTo(2);
      redis.kill();
      await().atMost(SOON).until(() -> messages().size() == 2);
      assertThat(one.take(budget).left()).isEqualTo(2);
      assertThat(two.take(budget).left()).isEqualTo(2);
      assertThat(messages())
          .allSatisfy(
              line ->
                  assertThat(line)
                      .startsWith("Redis at 127.0.0.1:" + redis.port() + " cannot be used;"));

      redis.restart();
      await().atMost(SOON).until(() -> opened.stream().allMatch(Redis::isUp));
      Budget after = budget(4);
      assertThat(one.take(after).left()).isEqualTo(3);
      assertThat(two.take(after).left()).isEqualTo(2);
      assertThat(messages()).hasSize(4);
      assertThat(messages().subList(2, 4)).allMatch(line -> line.contains("can be used again"));
    }
  }

  @Test
  void aRedisThatHangsDelaysNobodyTwice() {
    try (RedisProcess redis = RedisProcess.start()) {
      Buckets node = up(redis.url(), "300ms");
      redis.pause();
      try {
        assertThat(node.take(budget(4)).left()).isEqualTo(3);
        assertThat(opened.getFirst().isUp()).isFalse();
        // A thousand of them would take five minutes if each waited.
        assertThat(took(() -> takeMany(node, 1000))).isLessThan(Duration.ofSeconds(20));
        assertThat(messages()).hasSize(1);
      } finally {
        redis.resume();
      }
      await().atMost(SOON).until(() -> opened.getFirst().isUp());
      assertThat(messages()).hasSize(2);
    }
  }

  @Test
  void aPeerThatAcceptsAndNeverAnswersKeepsNobodyFromStartingOrWorking() throws IOException {
    List<Socket> accepted = new CopyOnWriteArrayList<>();
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread accepting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        accepted.add(mute.accept());
                      }
                    } catch (IOException e) {
                      // The test is over.
                    }
                  });
      Buckets[] node = new Buckets[1];
      assertThat(took(() -> node[0] = node("redis://127.0.0.1:" + mute.getLocalPort(), "100ms")))
          .isLessThan(Duration.ofSeconds(20));
      assertThat(took(() -> takeMany(node[0], 1000))).isLessThan(Duration.ofSeconds(20));
      await().atMost(SOON).until(() -> accepted.size() >= 2);
      assertThat(messages()).hasSize(1);
      assertThat(accepting.isAlive()).isTrue();
    } finally {
      for (Socket socket : accepted) {
        socket.close();
      }
    }
  }

  @Test
  void aRedisThatIsNotThereIsFoundOnceItIs() {
    try (RedisProcess redis = RedisProcess.start()) {
      redis.kill();
      Buckets node = node(redis.url(), PATIENT);
      assertThat(node.take(budget(1)).granted()).isTrue();
      assertThat(messages()).hasSize(1);
      redis.restart();
      await().atMost(SOON).until(() -> opened.getFirst().isUp());
      assertThat(node.take(budget(1)).granted()).isTrue();
    }
  }

  @Test
  void aRedisThatTakesNoWritesIsAway() {
    try (RedisProcess redis = RedisProcess.start("--min-replicas-to-write", "3")) {
      Buckets node = node(redis.url(), PATIENT);
      assertThat(opened.getFirst().isUp()).isFalse();
      assertThat(node.take(budget(1)).granted()).isTrue();
      assertThat(messages()).singleElement().asString().contains("NOREPLICAS");
    }
  }

  @Test
  void signsInWithThePasswordAndTellsNobody() {
    String password = "open sesame 7!";
    try (RedisProcess redis = RedisProcess.start("--requirepass", password)) {
      String at = "127.0.0.1:" + redis.port() + "/3";
      Buckets right = up("redis://:open%20sesame%207%21@" + at, PATIENT);
      Budget budget = budget(2);
      assertThat(right.take(budget).left()).isEqualTo(1);
      Buckets named = up("redis://default:open%20sesame%207%21@" + at, PATIENT);
      assertThat(named.take(budget).left()).isZero();

      Buckets wrong = node("redis://:open%20barley@" + at, PATIENT);
      assertThat(wrong.take(budget).granted()).isTrue();
      assertThat(messages())
          .singleElement()
          .asString()
          .contains("WRONGPASS")
          .doesNotContain("open");
    }
  }

  @Test
  void speaksTlsWithWhomItTrusts() {
    try (RedisProcess redis = RedisProcess.startTls()) {
      String at = "127.0.0.1:" + redis.port();
      Budget budget = budget(2);
      for (int left = 1; left >= 0; left--) {
        Buckets node = up("rediss://" + at + "?verifyPeer=NONE", PATIENT);
        assertThat(node.take(budget).left()).isEqualTo(left);
      }
      for (String distrusted : List.of("rediss://" + at, "redis://" + at)) {
        assertThat(node(distrusted, PATIENT).take(budget).left()).isEqualTo(1);
        assertThat(opened.getLast().isUp()).isFalse();
      }
      assertThat(messages()).hasSize(2);
      assertThat(messages().getFirst()).contains("certification path");
    }
  }

  @Test
  void forgetsBucketsThatAreWholeAgain() {
    try (RedisProcess redis = RedisProcess.start()) {
      Buckets node = up(redis.url(), PATIENT);
      node.take(new Budget("query", 2, Duration.ofSeconds(1), owner()));
      Redis asked = opened.getFirst();
      assertThat(asked.ask(connection -> connection.sync().keys("parley:rate:*")).orElseThrow())
          .hasSize(1)
          .allSatisfy(
              key ->
                  assertThat(asked.ask(c -> c.sync().pttl(key)).orElseThrow())
                      .isBetween(1L, 12_000L));
    }
  }

  @Test
  void nothingThatPeopleTypeStandsInAKey() {
    Budget typed = new Budget("login", 5, Duration.ofMinutes(1), "my secret\r\nDEL *@10.0.0.1");
    assertThat(SharedBuckets.key(typed)).matches("parley:rate:login:5:60:[A-Za-z0-9_-]{43}");
  }

  /** A node that has found its Redis, however busy the machine is. */
  private Buckets up(String url, String patience) {
    Buckets node = node(url, patience);
    await().atMost(SOON).until(() -> opened.getLast().isUp());
    log.list.clear();
    return node;
  }

  private Buckets node(String url, String patience) {
    Map<String, String> settings = new HashMap<>();
    settings.put("REDIS_URL", url);
    settings.put("REDIS_PATIENCE", patience);
    Redis redis = Redis.open(RedisSettings.from(Settings.of(settings)).orElseThrow());
    opened.add(redis);
    return new SharedBuckets(redis);
  }

  private static void takeMany(Buckets node, int times) {
    for (int i = 0; i < times; i++) {
      node.take(budget(10));
    }
  }

  private static Duration took(Runnable action) {
    long begun = System.nanoTime();
    action.run();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Nobody else's, and none comes back while a test runs. */
  private static Budget budget(int limit) {
    return new Budget("query", limit, Duration.ofHours(1), owner());
  }

  private static String owner() {
    return "user:" + UUID.randomUUID();
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Redis.class);
  }
}
