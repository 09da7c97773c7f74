package dev.parley.conformance;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Executes every example of every operation of every contract. */
@Order(2)
@ExtendWith(SuiteExtension.class)
final class ExamplesIT {
  private final Suite suite;

  ExamplesIT(Suite suite) {
    this.suite = suite;
    suite.watch();
    if (suite.ours()) {
      suite.surge();
    }
  }

  @TestFactory
  Stream<DynamicNode> examples() {
    return Contract.all().operations().stream()
        .map(operation -> dynamicContainer(operation.toString(), tests(operation)));
  }

  private List<? extends DynamicNode> tests(Operation operation) {
    return World.cases(operation).stream()
        .map(
            chosen ->
                dynamicTest(
                    operation.id() + ": " + chosen.example().name(),
                    () -> new World(suite, operation).execute(operation, chosen)))
        .toList();
  }
}
