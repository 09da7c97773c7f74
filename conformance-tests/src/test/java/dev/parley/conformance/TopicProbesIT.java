package dev.parley.conformance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.parley.conformance.topics.AccessProbes;
import dev.parley.conformance.topics.Cast;
import dev.parley.conformance.topics.FrameProbes;
import dev.parley.conformance.topics.Probe;
import dev.parley.conformance.topics.TopicProbes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the cases of every topic and of every frame of a client. */
@Order(6)
@ExtendWith(SuiteExtension.class)
final class TopicProbesIT {
  private final Suite suite;

  TopicProbesIT(Suite suite) {
    this.suite = suite;
  }

  private Stream<DynamicTest> tests(List<Probe> probes) {
    return probes.stream().map(probe -> dynamicTest(probe.toString(), () -> probe.run(suite)));
  }

  @TestFactory
  Stream<DynamicTest> everyTopic() {
    return tests(new TopicProbes(suite, new Cast(suite)).all());
  }

  @TestFactory
  Stream<DynamicTest> withoutCredentials() {
    return tests(AccessProbes.withoutCredentials());
  }

  @TestFactory
  Stream<DynamicTest> everyFrame() {
    return tests(FrameProbes.all(() -> suite.token("viewer")));
  }
}
