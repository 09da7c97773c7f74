package dev.parley.conformance.lie;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.conformance.Coverage;
import dev.parley.conformance.SmallServer;
import dev.parley.conformance.Suite;
import dev.parley.conformance.SuiteExtension;
import dev.parley.conformance.topics.AccessProbes;
import dev.parley.conformance.topics.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lies about topics that a caller may not have, on the server whose admin has no scope for any; so
 * it comes before that admin gets them.
 */
@Order(7)
@ExtendWith(SuiteExtension.class)
final class ScopeLiesIT {
  private final Suite suite;

  ScopeLiesIT(Suite suite) {
    this.suite = suite;
  }

  @Test
  void everyLieAboutScopesIsCaught() {
    assumeTrue(suite.ours(), "needs a server with settings of its own");
    SmallServer small = suite.small();
    Trial trial = new Trial(suite, small.url());
    List<Probe> probes = new ArrayList<>();
    probes.addAll(AccessProbes.withoutScope(small::limited, new Coverage()));
    probes.addAll(AccessProbes.expired(small::expired));
    Witness witness = new Witness();
    List<Planted> cases = new ArrayList<>();
    probes.forEach(p -> cases.add(new Planted(witness.of(p.toString()), p::run)));
    trial.honest(cases, Trial.UNPREPARED);
    List<Planted> plan = new ArrayList<>(FramePlan.of(probes, witness));
    // Whoever has no valid token gets one of the admin's from the proxy.
    Stream<Probe> expired = probes.stream().filter(p -> p.kind() == Probe.Kind.BAD_CREDENTIALS);
    expired.forEach(
        probe ->
            plan.add(
                new Planted(
                    CallLie.asks(
                        probe + ": lets in",
                        request -> request.header("Upgrade").isPresent(),
                        r -> r.with("Authorization", "Bearer " + small.limited())),
                    probe::run)));
    trial.caught("scopes", plan, Trial.UNPREPARED);
  }
}
