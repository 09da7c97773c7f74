package dev.parley.conformance;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.probe.Probes;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Breaks every rule of every operation, one at a time. */
@Order(4)
@ExtendWith(SuiteExtension.class)
final class RefusalsIT {
  private final Suite suite;

  RefusalsIT(Suite suite) {
    this.suite = suite;
    if (suite.ours()) {
      suite.expectSmall();
    }
  }

  @TestFactory
  Stream<DynamicNode> everyOperation() {
    Stream<DynamicNode> operations =
        Contract.all().operations().stream()
            .map(operation -> dynamicContainer(operation.toString(), tests(operation)));
    return Stream.concat(
        operations, Stream.of(dynamicTest("nothing was changed", suite.stage()::unchanged)));
  }

  private Stream<DynamicTest> tests(Operation operation) {
    return Probes.of(operation).stream()
        .map(probe -> dynamicTest(probe.name(), () -> probe.run(suite)));
  }
}
