package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.sample.TestClock;
import dev.parley.testing.TestDatabase;
import dev.parley.testing.TestServer;
import dev.parley.users.api.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody guesses a hundred passwords a second from one address while others sign in from theirs,
 * with passwords hashed as in production: on a small machine that is more than can be hashed.
 */
class GuessingIT {
  private static final String KEY_SECRET = "k".repeat(40);
  private static final Map<String, String> HASHES =
      Map.of(
          "AUTH_KEY_SECRET", KEY_SECRET,
          "AUTH_ARGON2_MEMORY", "19456",
          "AUTH_ARGON2_ITERATIONS", "2",
          "AUTH_ARGON2_CONCURRENCY", "2");

  private static final String GUESSER = "127.0.0.2";
  private static final int PER_SECOND = 100;
  private static final int AT_ONCE = 60;
  private static final int USERS = 4;
  private static final int SIGN_INS = 4;

  /**
   * Who waits longer is told to come back, so this is far from comfortable and far from failing.
   */
  private static final Duration BEARABLE = Duration.ofSeconds(8);

  @TempDir private static Path data;
  private static TestDatabase database;

  /** What came of it: how often each status was answered, and how long sign-ins took. */
  private record Outcome(
      Map<Integer, AtomicInteger> guesses, List<Integer> statuses, List<Duration> waits) {}

  @BeforeAll
  static void register() {
    database = AuthNode.database();
    try (AuthNode node =
        new AuthNode(
                database,
                data,
                new TestClock(),
                Map.of(
                    "PARLEY_ADMIN_PASSWORD",
                    TestServer.ADMIN_PASSWORD,
                    "AUTH_KEY_SECRET",
                    KEY_SECRET,
                    "AUTH_ARGON2_MEMORY",
                    "19456",
                    "AUTH_ARGON2_ITERATIONS",
                    "2"))
            .started()) {
      for (int i = 0; i < USERS; i++) {
        node.registered("user" + i, Role.USER);
      }
    }
  }

  @Test
  void othersSignInWhileOneAddressGuesses() throws Exception {
    Outcome outcome =
        guess(
            Map.of(
                "RATE_LIMIT_LOGIN", "5",
                "RATE_LIMIT_LOGIN_ADDRESS", "100",
                "AUTH_LOGIN_FREE_ATTEMPTS", "5"));
    unaffected(outcome);
    assertThat(outcome.guesses()).containsKey(429);
  }

  @Test
  void waitingGuessesKeepOnlyTheirOwnAddressWaiting() throws Exception {
    Outcome outcome =
        new Outcome(
            new ConcurrentSkipListMap<>(),
            new CopyOnWriteArrayList<>(),
            new CopyOnWriteArrayList<>());
    List<Duration> guesses = new CopyOnWriteArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    try (TestServer server = TestServer.start(database, HASHES, Clock.systemUTC());
        HttpClient guesser = client(GUESSER);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Nothing limits them, so that many guesses wait for a hash at any time.
      for (int i = 0; i < AT_ONCE; i++) {
        String name = "nobody" + i;
        var unused =
            threads.submit(
                () -> {
                  while (!over.get()) {
                    long begun = System.nanoTime();
                    send(guesser, login(server, name, "one guess more"));
                    guesses.add(Duration.ofNanos(System.nanoTime() - begun));
                  }
                  return null;
                });
      }
      await().atMost(Duration.ofMinutes(2)).until(() -> guesses.size() > AT_ONCE);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        int user = i;
        all.add(threads.submit(() -> signIn(server, user, outcome)));
      }
      for (Future<?> each : all) {
        each.get();
      }
      over.set(true);
    }
    Duration guess = median(guesses);
    Duration signIn = median(outcome.waits());
    System.out.printf("a guess took %s, a sign-in %s%n", guess, signIn);
    assertThat(outcome.statuses()).hasSize(USERS * SIGN_INS).containsOnly(200);
    assertThat(signIn.multipliedBy(3)).isLessThan(guess);
  }

  private static Duration median(List<Duration> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }

  private static void unaffected(Outcome outcome) {
    System.out.printf(
        "guesses %s; sign-ins took %s%n",
        outcome.guesses(), outcome.waits().stream().sorted().map(Duration::toMillis).toList());
    assertThat(outcome.statuses()).hasSize(USERS * SIGN_INS).containsOnly(200);
    assertThat(outcome.waits()).allSatisfy(wait -> assertThat(wait).isLessThan(BEARABLE));
    assertThat(outcome.guesses().keySet()).isSubsetOf(401, 429, 503);
  }

  private static Outcome guess(Map<String, String> limits) throws Exception {
    Map<String, String> settings = new HashMap<>(HASHES);
    settings.putAll(limits);
    Outcome outcome =
        new Outcome(
            new ConcurrentSkipListMap<>(),
            new CopyOnWriteArrayList<>(),
            new CopyOnWriteArrayList<>());
    ScheduledExecutorService metronome = Executors.newSingleThreadScheduledExecutor();
    try (TestServer server = TestServer.start(database, settings, Clock.systemUTC());
        HttpClient guesser = client(GUESSER);
        var users = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicInteger guesses = new AtomicInteger();
      var unused =
          metronome.scheduleAtFixedRate(
              () -> {
                int number = guesses.getAndIncrement();
                // Half of them at those who sign in, half at ever new names.
                String name = number % 2 == 0 ? "user" + number / 2 % USERS : "nobody" + number;
                var unusedAnswer =
                    guesser
                        .sendAsync(
                            login(server, name, "guess number " + number),
                            HttpResponse.BodyHandlers.discarding())
                        .thenAccept(
                            answer ->
                                outcome
                                    .guesses()
                                    .computeIfAbsent(
                                        answer.statusCode(), status -> new AtomicInteger())
                                    .incrementAndGet());
              },
              0,
              1_000_000 / PER_SECOND,
              TimeUnit.MICROSECONDS);
      // So that the guesser's queue is there before anybody else comes.
      await().atMost(Duration.ofMinutes(1)).until(() -> guesses.get() > 2 * PER_SECOND);
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        int user = i;
        all.add(users.submit(() -> signIn(server, user, outcome)));
      }
      for (Future<?> each : all) {
        each.get();
      }
      metronome.shutdownNow();
      guesser.shutdownNow();
    } finally {
      metronome.shutdownNow();
    }
    return outcome;
  }

  private static Outcome signIn(TestServer server, int user, Outcome outcome)
      throws IOException, InterruptedException {
    try (HttpClient client = client("127.0.0." + (10 + user))) {
      for (int i = 0; i < SIGN_INS; i++) {
        long begun = System.nanoTime();
        int status = send(client, login(server, "user" + user, AuthNode.PASSWORD));
        Duration wait = Duration.ofNanos(System.nanoTime() - begun);
        outcome.statuses().add(status);
        outcome.waits().add(wait);
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
    return outcome;
  }

  private static int send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static HttpRequest login(TestServer server, String name, String password) {
    return HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/auth/login"))
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(60))
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password)))
        .build();
  }

  /** One that calls from this address of the loopback network. */
  private static HttpClient client(String address) throws IOException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .localAddress(InetAddress.getByName(address))
        .build();
  }
}
