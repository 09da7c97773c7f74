package dev.parley.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conformance.faults.FaultyNetwork.Fault;
import dev.parley.conformance.faults.FaultyNetwork.Kind;
import dev.parley.conformance.faults.FaultyNetwork.Weather;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Users trade while things break; what they were told is what is there and what they heard. How
 * many users and how much breaks is told by {@link Size}; users of their own make each scenario's
 * figures speak of it alone.
 */
@Order(50)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class FaultsIT {
  private static final BigDecimal CASH = new BigDecimal("1000000");
  private static final Size SIZE = Size.chosen();

  private Deployment deployment;

  /** What breaks while the orders are placed. */
  private interface Breaking {
    void run(Fleet fleet, Figures figures) throws Exception;
  }

  @BeforeAll
  void start() {
    deployment =
        new Deployment(
            Map.of(
                "AUTH_REGISTRATION", "open",
                "AUTH_ACCESS_TTL", SIZE.accessLife().toSeconds() + "s",
                // Passwords are not the subject, and hashing those of hundreds of users takes long.
                "AUTH_ARGON2_MEMORY", "64",
                "AUTH_ARGON2_ITERATIONS", "1",
                "BROKER_PAPER_CASH", CASH.toPlainString(),
                "DATAFEED_SPEED", "60",
                "LEASE_DURATION", "5s",
                "WS_EXPIRY_NOTICE", "4s",
                "WS_HEARTBEAT", "3s"),
            Size.seed());
  }

  @AfterAll
  void stop() {
    if (deployment != null) {
      deployment.close();
    }
  }

  @Test
  @Order(1)
  void ordersWithRetriesAndReusedKeysAreEachPlacedOnce() throws Exception {
    run("load", (fleet, figures) -> {});
  }

  @Test
  @Order(2)
  void ordersThroughABadNetworkAreEachPlacedOnceAndToldOnce() throws Exception {
    FaultyNetwork network = deployment.network();
    run(
        "network",
        (fleet, figures) -> {
          Map<Kind, Long> before = network.injected();
          network.weather(FaultsIT::storm);
          for (double share = 0.1; share < 1; share += 0.1) {
            fleet.await(share);
            network.cut(0.2);
          }
          network.weather(Weather.CALM);
          network
              .injected()
              .forEach((kind, count) -> figures.injected(name(kind), count - before.get(kind)));
        });
  }

  /** Of ten connections four are left alone. */
  private static Fault storm(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> new Fault(Kind.REFUSE, 0, Duration.ZERO);
      case 1 -> new Fault(Kind.CUT_REQUEST, random.nextInt(6_000), Duration.ZERO);
      case 2 -> new Fault(Kind.CUT_ANSWER, random.nextInt(20_000), Duration.ZERO);
      case 3 -> new Fault(Kind.HALF_OPEN, random.nextInt(20_000), Duration.ofSeconds(10));
      case 4, 5 -> new Fault(Kind.DELAY, 0, Duration.ofMillis(60));
      default -> Fault.NONE;
    };
  }

  private static String name(Kind kind) {
    return switch (kind) {
      case NONE -> "none";
      case DELAY -> "delayedConnections";
      case CUT_REQUEST -> "cutRequests";
      case CUT_ANSWER -> "cutAnswers";
      case HALF_OPEN -> "halfOpenConnections";
      case REFUSE -> "refusedConnections";
    };
  }

  @Test
  @Order(3)
  void killedServerLosesNothingAndNobodyIsSignedOut() throws Exception {
    run(
        "server-kill",
        (fleet, figures) -> {
          List<String> found = new ArrayList<>();
          List<Long> resumed = new ArrayList<>();
          for (int kill = 1; kill <= SIZE.kills(); kill++) {
            fleet.await((double) kill / (SIZE.kills() + 1));
            long killed = System.nanoTime();
            CompletableFuture<Long> works = fleet.progress().acknowledgementAfter(killed);
            deployment.killServer();
            figures.injected("serverKills", 1);
            found.add(deployment.restart());
            CompletableFuture<Long> heard = fleet.everybodyHears(System.nanoTime());
            figures.recovered(millis(killed, await(works)));
            fleet
                .resumed(heard, (double) (kill + 1) / (SIZE.kills() + 1))
                .ifPresent(at -> resumed.add(millis(killed, at)));
          }
          figures.set("database", found);
          figures.set("resumedMs", resumed);
          assertThat(found).allMatch("adopted"::equals);
        });
  }

  @Test
  @Order(4)
  void killedDatabaseLosesNothingAndComesBackUnderTheRunningServer() throws Exception {
    run(
        "database-kill",
        (fleet, figures) -> {
          Map<String, String> durable =
              deployment.show("fsync", "synchronous_commit", "full_page_writes");
          figures.set("durability", durable);
          assertThat(durable.values()).allMatch("on"::equals);
          long server = deployment.serverPid();
          List<Long> resumed = new ArrayList<>();
          for (int kill = 1; kill <= SIZE.kills(); kill++) {
            fleet.await((double) kill / (SIZE.kills() + 1));
            long killed = System.nanoTime();
            CompletableFuture<Long> fails = deployment.network().nextServerError();
            deployment.killDatabase();
            figures.injected("databaseKills", 1);
            long failed = await(fails);
            CompletableFuture<Long> works = fleet.progress().acknowledgementAfter(failed);
            CompletableFuture<Long> heard = fleet.everybodyHears(failed);
            figures.recovered(millis(killed, await(works)));
            fleet
                .resumed(heard, (double) (kill + 1) / (SIZE.kills() + 1))
                .ifPresent(at -> resumed.add(millis(killed, at)));
          }
          figures.set("resumedMs", resumed);
          assertThat(deployment.serverPid()).isEqualTo(server);
        });
  }

  private void run(String scenario, Breaking breaking) throws Exception {
    Figures figures = new Figures(scenario, SIZE);
    Map<Integer, Long> errorsBefore = deployment.network().serverErrors();
    long begun = System.nanoTime();
    try (Fleet fleet = Fleet.register(deployment.url(), scenario, SIZE, Size.seed())) {
      long ready = System.nanoTime();
      figures.set("setupSeconds", seconds(begun, ready));
      CompletableFuture<Void> load = fleet.start();
      try {
        breaking.run(fleet, figures);
        load.get(SIZE.patience().toSeconds(), TimeUnit.SECONDS);
      } finally {
        deployment.network().weather(Weather.CALM);
        long done = System.nanoTime();
        figures.set("loadSeconds", seconds(ready, done));
        figures.set("calls", fleet.progress().requests());
        figures.set(
            "callsPerSecond", Math.round(fleet.progress().requests() / seconds(ready, done)));
        figures.set("answers", fleet.progress().answers());
      }
      Verdict verdict = fleet.verdict(CASH);
      figures.verdict(verdict);
      figures.set("found", verdict.findings().stream().limit(50).map(Object::toString).toList());
      Map<Integer, Long> errors = deployment.network().serverErrors();
      errors.replaceAll((status, count) -> count - errorsBefore.getOrDefault(status, 0L));
      errors.values().removeIf(count -> count == 0);
      figures.set("serverErrors", errors);
      assertThat(errors.keySet()).as("answers of 500 and more").isSubsetOf(503);
      assertThat(verdict.findings().stream().limit(50)).isEmpty();
      assertThat(verdict.acknowledged()).isEqualTo(SIZE.total());
    } finally {
      figures.write();
    }
  }

  private static long await(CompletableFuture<Long> moment)
      throws InterruptedException, ExecutionException, TimeoutException {
    return moment.get(SIZE.patience().toSeconds(), TimeUnit.SECONDS);
  }

  private static long millis(long from, long to) {
    return TimeUnit.NANOSECONDS.toMillis(to - from);
  }

  private static double seconds(long from, long to) {
    return Math.round((to - from) / 1e8) / 10.0;
  }
}
