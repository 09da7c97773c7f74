package dev.parley.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.parley.conformance.topics.AccessProbes;
import dev.parley.conformance.topics.Cast;
import dev.parley.conformance.topics.FrameProbes;
import dev.parley.conformance.topics.Probe;
import dev.parley.conformance.topics.TopicProbes;
import java.util.ArrayList;
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
    return tests(probes, suite);
  }

  private static Stream<DynamicTest> tests(List<Probe> probes, Suite over) {
    return probes.stream().map(probe -> dynamicTest(probe.toString(), () -> probe.run(over)));
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

  @TestFactory
  Stream<DynamicTest> withoutScopeOrTime() {
    assumeTrue(suite.ours(), "needs a server with settings of its own");
    SmallServer small = suite.small();
    List<Probe> probes = new ArrayList<>();
    probes.addAll(AccessProbes.withoutScope(small::limited, suite.coverage()));
    probes.addAll(AccessProbes.expired(small::expired));
    return tests(probes, suite.through(small.url()));
  }
}
