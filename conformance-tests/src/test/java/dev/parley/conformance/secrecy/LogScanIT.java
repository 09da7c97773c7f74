package dev.parley.conformance.secrecy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.Secrets;
import dev.parley.conformance.ServerProcess;
import dev.parley.conformance.Suite;
import dev.parley.conformance.SuiteExtension;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.probe.Probe;
import dev.parley.conformance.probe.Probes;
import dev.parley.conformance.topics.AccessProbes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Comes last but one and reads all that the servers of the run have written: it has no password, no
 * token, no key and no cookie that the run used. One more server, which tells most, is made to
 * handle each kind of credential before, good and bad.
 */
@Order(Integer.MAX_VALUE - 1)
@ExtendWith(SuiteExtension.class)
final class LogScanIT {
  private final Suite suite;

  LogScanIT(Suite suite) {
    this.suite = suite;
  }

  @Test
  void noLogHasASecret(@TempDir Path folder) throws IOException {
    assumeTrue(suite.ours() && !ServerProcess.logs().isEmpty(), "needs the logs of its servers");
    talkative();
    List<String> secrets = Secrets.seen();
    LogScan scan = new LogScan(secrets);
    List<String> found = new ArrayList<>();
    long bytes = 0;
    for (Path log : ServerProcess.logs()) {
      bytes += Files.size(log);
      found.addAll(scan.scan(log));
    }
    report(secrets.size(), bytes, found.size());
    assertThat(found).as("secrets in logs").isEmpty();
    plant(scan, secrets, folder);
  }

  /** The control: what is put into the middle of a copied log is found. */
  private static void plant(LogScan scan, List<String> secrets, Path folder) throws IOException {
    Path largest = ServerProcess.logs().get(0);
    for (Path log : ServerProcess.logs()) {
      largest = Files.size(log) > Files.size(largest) ? log : largest;
    }
    List<String> lines = new ArrayList<>(Files.readAllLines(largest, StandardCharsets.UTF_8));
    int middle = lines.size() / 2;
    for (String secret : secrets.subList(0, Math.min(5, secrets.size()))) {
      lines.add(middle, "{\"level\":\"INFO\",\"formattedMessage\":\"for " + secret + "\"}");
    }
    Path copy = Files.write(folder.resolve("planted.out"), lines);
    assertThat(scan.scan(copy)).hasSizeGreaterThanOrEqualTo(Math.min(5, secrets.size()));
  }

  /** A server that logs what else is left out, asked for everything, well and badly. */
  private static void talkative() {
    try (Suite over = Suite.own(Map.of("LOG_LEVEL", "TRACE"))) {
      for (Operation operation : Contract.all().operations()) {
        over.stage().request(operation);
        Probes.of(operation).stream()
            .filter(probe -> probe.kind() == Probe.Kind.CREDENTIALS)
            .forEach(probe -> probe.run(over));
      }
      AccessProbes.withoutCredentials().forEach(probe -> probe.run(over));
    }
  }

  private static void report(int secrets, long bytes, int found) throws IOException {
    System.out.printf(
        "Log scan: %d secrets in %d files of %d KiB: %d found%n",
        secrets, ServerProcess.logs().size(), bytes / 1024, found);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("secrets", secrets).put("files", ServerProcess.logs().size());
    json.put("bytes", bytes).put("found", found);
    Path file = Path.of("target", "log-scan.json");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json.toPrettyString() + "\n");
  }
}
