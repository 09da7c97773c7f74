package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.postgres.EmbeddedPostgres;
import dev.parley.platform.postgres.TestPostgres;
import dev.parley.testing.TestServer;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole server whose database ends under it: nothing acknowledged is lost, nothing hangs. */
@Timeout(300)
class DatabaseLossIT {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseLossIT.class);
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final int TRADERS = 4;
  private static final Map<String, String> FAST =
      Map.of("AUTH_REGISTRATION", "open", "DATAFEED_SPEED", "600", "DATABASE_BORROW_TIMEOUT", "1s");

  @TempDir Path data;

  @Test
  void losesNothingWhenItsPostgresIsKilledUnderLoad() throws Exception {
    Path home = data.resolve("postgres");
    TestPostgres.prepare(home);
    try (TestServer server = server(Map.of("DATA_DIR", data.toString()));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Trader> traders = new ArrayList<>();
      for (int i = 0; i < TRADERS; i++) {
        traders.add(new Trader(server.url(), "trader" + i));
      }
      Trader first = traders.getFirst();
      WebSocket socket = first.listen();
      CountDownLatch enough = new CountDownLatch(1);
      List<Future<Integer>> placed =
          traders.stream().map(trader -> threads.submit(() -> load(trader, enough))).toList();

      awaitProgress(traders);
      kill(home);
      kill(home); // at once again, while everybody connects anew
      awaitProgress(traders);
      // One session: PostgreSQL itself cuts off all others and recovers.
      TestPostgres.signal("KILL", TestPostgres.sessions(home).getFirst());
      awaitProgress(traders);
      long postmaster = TestPostgres.postmaster(home);
      TestPostgres.signal("STOP", postmaster); // nobody can connect
      awaitProgress(traders);
      TestPostgres.signal("CONT", postmaster);
      enough.countDown();

      for (int i = 0; i < TRADERS; i++) {
        Trader trader = traders.get(i);
        int count = placed.get(i).get(180, TimeUnit.SECONDS);
        assertThat(trader.wrong).isEmpty();
        assertThat(trader.acknowledged).hasSize(count);
        assertThat(total(trader)).isEqualTo(count);
      }
      LOG.info("{} orders of the first trader, answers {}", total(first), first.answers);
      // The workers are back too: what fills orders runs.
      String market = first.placeMarket();
      await()
          .atMost(LONG)
          .until(
              () -> first.read(Trader.ORDERS + "/" + market).path("status").asText(),
              "filled"::equals);
      List<Long> all = LongStream.rangeClosed(1, total(first) + 1).boxed().toList();
      await().atMost(LONG).until(() -> first.numbers().containsAll(all));
      assertThat(first.numbers()).startsWith(all.toArray(Long[]::new)).doesNotHaveDuplicates();
      assertThat(first.disconnected).isFalse();
      assertThat(first.get("/health").statusCode()).isEqualTo(200);
      socket.abort();
    }
    assertThat(TestPostgres.sessions(home)).isEmpty();
  }

  @Test
  void standsTheLossOfAnExternalDatabase() throws Exception {
    TestPostgres.prepare(data);
    EmbeddedPostgres postgres = TestPostgres.startPrepared(data);
    try (TestServer server = server(external(postgres))) {
      Trader trader = new Trader(server.url(), "ann");
      WebSocket socket = trader.listen();
      trader.place();
      postgres.close();

      await().atMost(LONG).until(() -> trader.get("/health").statusCode() == 503);
      String key = UUID.randomUUID().toString();
      assertThat(trader.attempt(key).statusCode()).isEqualTo(503);
      for (String path : List.of("/health", "/ready", Trader.ORDERS)) {
        HttpResponse<String> response = trader.get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).as(path).isPresent();
        assertThat(response.headers().firstValue("Content-Type"))
            .as(path)
            .hasValue("application/problem+json");
      }
      socket.sendText("{\"type\":\"subscribe\",\"topics\":[{\"topic\":\"account\"}]}", true).join();
      JsonNode error = frame(trader, "error");
      assertThat(error.path("code").asText()).isEqualTo("UNAVAILABLE");
      assertThat(error.path("recoverable").asBoolean()).isTrue();

      postgres = TestPostgres.startPrepared(data);
      await().atMost(LONG).until(() -> trader.get("/ready").statusCode() == 200);
      await().atMost(LONG).until(() -> trader.attempt(key).statusCode() == 201);
      await().atMost(LONG).until(() -> trader.numbers().equals(List.of(1L, 2L)));
      assertThat(trader.disconnected).isFalse();
      assertThat(trader.wrong).isEmpty();

      postgres.close();
      long begun = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(60));
    } finally {
      postgres.close();
    }
  }

  private static TestServer server(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(FAST);
    all.putAll(settings);
    return TestServer.alone(all, Clock.systemUTC());
  }

  private Map<String, String> external(EmbeddedPostgres postgres) {
    return Map.of(
        "DATA_DIR",
        data.resolve("server").toString(),
        "DATABASE_URL",
        postgres.jdbcUrl(),
        "DATABASE_USER",
        postgres.username(),
        "DATABASE_PASSWORD",
        postgres.password().reveal());
  }

  /** Places orders until told to end; how many. */
  private static int load(Trader trader, CountDownLatch enough) throws Exception {
    int placed = 0;
    while (enough.getCount() > 0) {
      trader.place();
      placed++;
    }
    return placed;
  }

  /** Until every trader has had some more orders acknowledged. */
  private static void awaitProgress(List<Trader> traders) {
    for (Trader trader : traders) {
      int before = trader.acknowledged.size();
      await().atMost(LONG).until(() -> trader.acknowledged.size() >= before + 3);
    }
  }

  /** Kills PostgreSQL and waits for its successor. */
  private static void kill(Path home) {
    long killed = TestPostgres.postmaster(home);
    long begun = System.nanoTime();
    TestPostgres.signal("KILL", killed);
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(LONG)
        .until(() -> TestPostgres.ready(home) && TestPostgres.postmaster(home) != killed);
    LOG.info("PostgreSQL back {} ms after kill -9", (System.nanoTime() - begun) / 1_000_000);
  }

  private static int total(Trader trader) throws Exception {
    return trader.read(Trader.ORDERS + "?includeTotal=true&limit=1").at("/page/total").asInt();
  }

  private static JsonNode frame(Trader trader, String type) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                trader.frames.stream()
                    .filter(frame -> frame.path("type").asText().equals(type))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }
}
