package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conformance.ServerProcess;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples as a reader would, one after another, against the packaged server. */
@Timeout(300)
class ExamplesIT {
  private static final String PASSWORD = "analytical engine no 1";

  @Test
  void newServerGetsAUserWhoBuysABitcoinAndFindsItAgainAfterARestart(@TempDir Path home)
      throws Exception {
    Map<String, String> settings = Map.of("DATA_DIR", data(home));
    List<String> first;
    try (ServerProcess server = ServerProcess.start(settings)) {
      String url = server.url().toString();
      List<String> registered =
          output(
              () ->
                  FirstUser.main(
                      new String[] {
                        url, ServerProcess.ADMIN_PASSWORD, "difference engine no 2", "ada", PASSWORD
                      }));
      assertThat(registered).containsExactly("registered: ada as user");
      first = output(() -> BuyBitcoin.main(new String[] {url, "ada", PASSWORD}));
      staysSignedIn(url, home.resolve("session.json"));
      assertThat(output(() -> ApiKeyTrade.main(new String[] {url, "ada", PASSWORD})))
          .containsExactly(
              "key: orders:read orders:write",
              "event: order.placed",
              "cancelled: BTC-USD",
              "event: order.cancelled",
              "needs: [account:read]",
              "streams: the key is refused");
      assertThat(output(() -> NightlyReport.main(new String[] {url, "ada", PASSWORD})))
          .containsExactly(
              "registered: Nightly report",
              "holds: 0.5 BTC-USD",
              "needs: [broker:connect]",
              "streams: the application is refused",
              "calls: the application is refused");
    }

    assertThat(first.get(0)).startsWith("connected: ");
    assertThat(first.get(1)).isEqualTo("event: order.placed 1");
    assertThat(first).filteredOn(line -> line.startsWith("event: order.filled")).hasSize(1);
    assertThat(numbers(first, "fill: ")).isEqualByComparingTo("0.5");
    assertThat(numbers(first, "position: ")).isEqualByComparingTo("0.5");

    try (ServerProcess server = ServerProcess.start(settings)) {
      String url = server.url().toString();
      List<String> second = output(() -> BuyBitcoin.main(new String[] {url, "ada", PASSWORD}));

      assertThat(second.get(0)).isEqualTo("connected before");
      assertThat(numbers(second, "position: ")).isEqualByComparingTo("1");
      assertThat(numbers(second, "cash: ")).isLessThan(numbers(first, "cash: "));
    }
  }

  /**
   * The second run has nothing but the file, and the third finds the session that the second left.
   */
  private static void staysSignedIn(String url, Path file) throws Exception {
    List<String> first =
        output(() -> StayedSignedIn.main(new String[] {url, file.toString(), "ada", PASSWORD}));
    List<String> second = output(() -> StayedSignedIn.main(new String[] {url, file.toString()}));
    List<String> third = output(() -> StayedSignedIn.main(new String[] {url, file.toString()}));

    assertThat(first.get(0)).isEqualTo("signed in: ada");
    assertThat(second).isEqualTo(first);
    assertThat(third).isEqualTo(first);
    assertThat(Files.readString(file)).doesNotContain(PASSWORD);
  }

  /** The sum of the first number on every line that starts so. */
  private static BigDecimal numbers(List<String> lines, String start) {
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> new BigDecimal(line.substring(start.length()).split(" ", 2)[0]))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String data(Path home) throws Exception {
    // The embedded PostgreSQL may run as another user, who has to get through here.
    Files.setPosixFilePermissions(
        home, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
    return home.resolve("data").toString();
  }

  private interface Program {
    void run() throws Exception;
  }

  private static List<String> output(Program program) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      program.run();
    } finally {
      System.setOut(console);
      console.print(out.toString(StandardCharsets.UTF_8));
    }
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
