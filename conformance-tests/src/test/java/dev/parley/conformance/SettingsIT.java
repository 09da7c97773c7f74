package dev.parley.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.parley.conformance.probe.Budgets;
import dev.parley.conformance.probe.Probes;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Expired tokens, scopes that every role has, and budgets, on servers where those are small. */
@Order(8)
@ExtendWith(SuiteExtension.class)
final class SettingsIT {
  private final Suite suite;

  SettingsIT(Suite suite) {
    this.suite = suite;
  }

  @TestFactory
  Stream<DynamicTest> everyOperation() {
    assumeTrue(suite.ours(), "needs a server with settings of its own");
    return Probes.settings().stream()
        .map(probe -> dynamicTest(probe.toString(), () -> probe.run(suite)));
  }

  @TestFactory
  Stream<DynamicTest> everyBudgetOfFramesAndGuesses() {
    assumeTrue(suite.ours(), "needs a server with settings of its own");
    return Budgets.all().stream()
        .map(budget -> dynamicTest(budget.toString(), () -> budget.run(suite)));
  }
}
