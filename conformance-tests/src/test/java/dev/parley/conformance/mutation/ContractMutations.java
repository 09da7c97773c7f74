package dev.parley.conformance.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.ServerProcess;
import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.probe.Budgets;
import dev.parley.spec.Linter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mvn -pl conformance-tests -am verify -Pmutation}: takes each line of policy out of the
 * contracts that the server reads, one at a time as far as its operation is concerned, and asks the
 * cases of that operation, which read the whole contract, to fail. A line that says what holds
 * without it changes nothing that can be asked for: that one the lint of the build has to miss.
 *
 * <p>All servers share the database of one that is unchanged; what a case needs others for is done
 * by that one's callers. A case counts only if it passes over the unchanged server.
 */
final class ContractMutations {
  private static final int AT_ONCE = 2;

  private final Instant begun = Instant.now();

  @Test
  void everyLineIsMissed(@TempDir Path folder) throws Exception {
    List<Verdict> verdicts = new ArrayList<>();
    List<Mutant> loud = new ArrayList<>();
    for (Mutant mutant : Mutant.all()) {
      if (mutant.silent()) {
        verdicts.add(linted(mutant));
      } else {
        loud.add(mutant);
      }
    }
    List<List<Mutant>> groups = Groups.of(loud);
    try (Suite people = Suite.own(Map.of());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, String> settings = people.shared();
      Semaphore places = new Semaphore(AT_ONCE);
      List<Callable<List<Verdict>>> tasks = new ArrayList<>();
      for (List<Mutant> group : groups) {
        Path overlay = Files.createDirectory(folder.resolve("group" + tasks.size()));
        tasks.add(
            () -> {
              places.acquire();
              try {
                return judged(group, overlay, settings, people);
              } finally {
                places.release();
              }
            });
      }
      for (Future<List<Verdict>> group : threads.invokeAll(tasks)) {
        verdicts.addAll(group.get());
      }
    }
    report(verdicts, groups.size());
    assertThat(verdicts.stream().filter(v -> !v.caught()).map(Verdict::toString))
        .as("lines that nothing misses")
        .isEmpty();
  }

  private static List<Verdict> judged(
      List<Mutant> group, Path overlay, Map<String, String> settings, Suite people) {
    Overlay.write(overlay, group);
    Map<String, String> all = new HashMap<>(settings);
    if (group.stream().anyMatch(mutant -> mutant.terse().isPresent())) {
      all.putAll(Budgets.SETTINGS);
    }
    try (ServerProcess mutated = ServerProcess.start(all, Optional.of(overlay))) {
      return group.stream().map(m -> Verdict.of(m, people, mutated.url())).toList();
    }
  }

  /** By the rules that the build holds contracts to. */
  private static Verdict linted(Mutant mutant) {
    List<String> found = lint(Overlay.documents(List.of(mutant)));
    found.removeAll(lint(Map.of()));
    return new Verdict(
        mutant, found.isEmpty() ? Optional.empty() : Optional.of("lint"), found.toString());
  }

  private static List<String> lint(Map<String, ObjectNode> changed) {
    Map<String, ObjectNode> openApis = new TreeMap<>();
    Contract.all()
        .operations()
        .forEach(
            operation -> {
              String resource = "specs/" + operation.module() + "/openapi.json";
              openApis.computeIfAbsent(
                  operation.module(),
                  module -> changed.getOrDefault(resource, Overlay.read(resource)));
            });
    ObjectNode roles = Overlay.read("specs/roles.json");
    return new ArrayList<>(
        Linter.lint(openApis, Map.of(), roles, Overlay.read("specs/rates.json")));
  }

  private void report(List<Verdict> verdicts, int servers) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    long caught = verdicts.stream().filter(Verdict::caught).count();
    long linted = verdicts.stream().filter(v -> v.by().equals(Optional.of("lint"))).count();
    long seconds = Duration.between(begun, Instant.now()).toSeconds();
    json.put("planted", verdicts.size()).put("caught", caught);
    json.put("caughtByCases", caught - linted).put("caughtByLint", linted);
    json.put("servers", servers).put("seconds", seconds);
    ObjectNode lines = json.putObject("lines");
    for (Verdict verdict : verdicts) {
      ObjectNode line = lines.withObjectProperty(verdict.mutant().kind());
      line.put("planted", line.path("planted").asInt() + 1);
      line.put("caught", line.path("caught").asInt() + (verdict.caught() ? 1 : 0));
    }
    List<String> survivors =
        verdicts.stream().filter(v -> !v.caught()).map(Verdict::toString).toList();
    survivors.forEach(json.putArray("survivors")::add);
    System.out.printf(
        "Contract mutation: %d planted, %d caught (%d by cases, %d by the lint), %d servers, %d s%n",
        verdicts.size(), caught, caught - linted, linted, servers, seconds);
    survivors.forEach(survivor -> System.out.println("  lives: " + survivor));
    Path file = Path.of("target", "contract-mutation.json");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json.toPrettyString() + "\n");
  }
}
