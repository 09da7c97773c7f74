package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Comes last and asks whether all of the contracts has been exercised. It is a class like the
 * others, so a run that is narrowed to some of them does not ask.
 */
@Order(Integer.MAX_VALUE)
@ExtendWith(SuiteExtension.class)
final class CoverageIT {
  private final Suite suite;

  CoverageIT(Suite suite) {
    this.suite = suite;
  }

  @ParameterizedTest
  @ValueSource(strings = {"operations", "examples", "scopes", "topics", "messages"})
  void everyOneIsExercised(String kind) {
    assumeTrue(suite.ours(), "needs a market that moves fast, and servers of its own");
    assertThat(suite.coverage().lines().get(kind).missed()).as(kind).isEmpty();
  }
}
