package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whether time tells who has an account: a thousand sign-ins of either kind, each pair in turn so
 * that whatever else the machine does meets both alike. Hashes are cheap here, so that the rest of
 * the way shows.
 */
class SignInTimingIT {
  private static final int PAIRS = 1_000;
  private static final int WARM_UP = 200;
  private static final double CHANCE = 4;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static TestServer server;

  /** One thing that takes time. */
  private interface Act {
    void run() throws Exception;
  }

  private record Times(List<Long> one, List<Long> other) {
    double z() {
      return Ranks.z(one, other);
    }
  }

  @BeforeAll
  static void start() {
    server = start("1024", "2");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestServer start(String memory, String iterations) {
    return TestServer.start(
        Map.of("AUTH_ARGON2_MEMORY", memory, "AUTH_ARGON2_ITERATIONS", iterations));
  }

  @Test
  void timeDoesNotTellAnUnknownUserFromAWrongPassword() throws Exception {
    Times times = measure(() -> login(server, "nobdy"), () -> login(server, "admin"));
    assertThat(times.z()).as("standard deviations apart").isBetween(-CHANCE, CHANCE);
  }

  @Test
  void aSkippedHashWouldShow() throws Exception {
    // As good as none: 8 KiB, once.
    try (TestServer careless = start("8", "1")) {
      Times times = measure(() -> login(careless, "nobdy"), () -> login(server, "admin"));
      assertThat(times.z()).as("standard deviations apart").isLessThan(-CHANCE);
    }
  }

  @Test
  void ranksTellApartWhatDiffersAndNothingElse() {
    List<Long> even = IntStream.range(0, 1000).mapToObj(i -> 2L * i).toList();
    List<Long> odd = IntStream.range(0, 1000).mapToObj(i -> 2L * i + 1).toList();
    List<Long> later = even.stream().map(i -> i + 300).toList();
    assertThat(Ranks.z(even, even)).isZero();
    assertThat(Ranks.z(even, odd)).isBetween(-1.0, 1.0);
    assertThat(Ranks.z(even, later)).isLessThan(-CHANCE);
    assertThat(Ranks.z(later, even)).isGreaterThan(CHANCE);
  }

  private static void login(TestServer server, String name)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/auth/login"))
            .header("Content-Type", "application/json")
            .version(HttpClient.Version.HTTP_1_1)
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"username\":\"" + name + "\",\"password\":\"not the engine\"}"))
            .build();
    assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(401);
  }

  /** Both in turn, now the one first, now the other. */
  private static Times measure(Act one, Act other) throws Exception {
    Times times = new Times(new ArrayList<>(), new ArrayList<>());
    for (int i = -WARM_UP; i < PAIRS; i++) {
      boolean first = i % 2 == 0;
      long a = first ? time(one) : 0;
      long b = time(other);
      a = first ? a : time(one);
      if (i >= 0) {
        times.one().add(a);
        times.other().add(b);
      }
    }
    System.out.printf(
        "sign-in times: median %d us and %d us, z %.2f%n",
        median(times.one()) / 1_000, median(times.other()) / 1_000, times.z());
    return times;
  }

  private static long time(Act act) throws Exception {
    long begun = System.nanoTime();
    act.run();
    return System.nanoTime() - begun;
  }

  private static long median(List<Long> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }
}
