package dev.parley.conformance.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.Suite;
import dev.parley.conformance.SuiteExtension;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.ws.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every operation and every topic, asked for by every role with every kind of credential: the
 * answer is what specs and the table of roles declare, and nothing else knows about it.
 */
@Order(9)
@ExtendWith(SuiteExtension.class)
final class PermissionMatrixIT {
  private final Suite suite;
  private final List<String> failed = new ArrayList<>();
  private final Map<Caller.Credential, Integer> asked = new LinkedHashMap<>();

  PermissionMatrixIT(Suite suite) {
    this.suite = suite;
  }

  @Test
  void everyAnswerIsTheDeclaredOne() throws IOException {
    if (suite.ours()) {
      CompletableFuture<ShortLives> starting =
          CompletableFuture.supplyAsync(ShortLives::new, Thread::startVirtualThread);
      try {
        ask(Callers.live(suite));
        ask(Callers.expired(starting.join()));
      } finally {
        starting.thenAccept(ShortLives::close).exceptionally(failure -> null).join();
      }
    } else {
      ask(Callers.live(suite));
    }
    report();
    assertThat(failed).as("answers that are not as declared").isEmpty();
  }

  /**
   * The control: whoever is taken for somebody else is noticed wherever that makes a difference.
   */
  @Test
  void aCallerWhoIsSomebodyElseIsSeen() {
    List<Caller> callers = Callers.live(suite);
    Caller nobody = callers.get(0);
    Caller most =
        callers.stream()
            .filter(caller -> caller.credential() == Caller.Credential.SESSION)
            .reduce((first, second) -> second)
            .orElseThrow();
    Caller least = callers.get(1);
    for (Operation operation : Contract.all().operations()) {
      boolean more = !least.held().containsAll(operation.scopes());
      assertThat(passes(operation, nobody, most))
          .as("%s", operation)
          .isEqualTo(operation.isPublic());
      assertThat(passes(operation, least, most)).as("%s", operation).isEqualTo(!more);
      assertThat(passes(operation, most, least)).as("%s", operation).isEqualTo(!more);
    }
  }

  private static boolean passes(Operation operation, Caller taken, Caller shown) {
    try {
      Case.of(operation, List.of(taken.showing(shown.shown()))).get(0).run();
      return true;
    } catch (AssertionError seen) {
      return false;
    }
  }

  private void ask(List<Caller> callers) {
    List<Case> cases = new ArrayList<>();
    Contract.all().operations().forEach(operation -> cases.addAll(Case.of(operation, callers)));
    Messages.topics().forEach(topic -> cases.addAll(Case.of(topic, callers)));
    for (Case one : cases) {
      asked.merge(one.caller().credential(), 1, Integer::sum);
      try {
        one.run();
      } catch (AssertionError e) {
        failed.add(one + ": " + e.getMessage());
      }
    }
  }

  private void report() throws IOException {
    int cases = asked.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "Permission matrix: %d operations, %d topics, %d roles: %d cases %s, %d failed%n",
        Contract.all().operations().size(),
        Messages.topics().size(),
        Contract.all().rolesByScopes().size(),
        cases,
        asked,
        failed.size());
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("cases", cases).put("failed", failed.size());
    json.put("operations", Contract.all().operations().size());
    json.put("topics", Messages.topics().size());
    ObjectNode credentials = json.putObject("credentials");
    asked.forEach((credential, count) -> credentials.put(credential.name(), count));
    failed.forEach(json.putArray("failures")::add);
    Path file = Path.of("target", "permission-matrix.json");
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, json.toPrettyString() + "\n");
  }
}
