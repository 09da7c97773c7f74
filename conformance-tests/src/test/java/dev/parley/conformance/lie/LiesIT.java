package dev.parley.conformance.lie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conformance.Suite;
import dev.parley.conformance.SuiteExtension;
import dev.parley.conformance.lie.Verdict.Outcome;
import dev.parley.conformance.topics.AccessProbes;
import dev.parley.conformance.topics.Cast;
import dev.parley.conformance.topics.FrameProbes;
import dev.parley.conformance.topics.Probe;
import dev.parley.conformance.topics.TopicProbes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The negative control: with a proxy between suite and server that lies, every lie is caught; with
 * one that does not, nothing is. What passes here counts for no coverage.
 */
@Order(90)
@ExtendWith(SuiteExtension.class)
final class LiesIT {
  private static final int AT_ONCE = 3;

  /** Cases that wait take no time of the machine. */
  private static final int WAITING = 5;

  private final Suite suite;

  LiesIT(Suite suite) {
    this.suite = suite;
  }

  @Test
  void everyLieAboutTopicsIsCaught() {
    List<Probe> probes = new ArrayList<>();
    probes.addAll(new TopicProbes(suite, new Cast(suite)).all());
    probes.addAll(AccessProbes.withoutCredentials());
    String token = suite.token("viewer");
    probes.addAll(FrameProbes.all(() -> token));
    Witness witness = new Witness();
    honest(
        probes.stream()
            .map(probe -> new Planted(witness.of(probe.toString()), probe::run))
            .toList());
    caught("topics", FramePlan.of(probes, witness));
  }

  /** The control of the control. */
  private void honest(List<Planted> cases) {
    try (Liar liar = new Liar(suite, AT_ONCE)) {
      List<String> accused =
          Liar.all(liar.honest(cases)).stream().flatMap(Optional::stream).toList();
      assertThat(accused).as("what proxies that do not lie are accused of").isEmpty();
    }
  }

  private void caught(String about, List<Planted> plan) {
    Map<Boolean, List<Planted>> waiting =
        plan.stream().collect(Collectors.partitioningBy(Planted::patient));
    Instant begun = Instant.now();
    try (Liar liar = new Liar(suite, AT_ONCE);
        Liar patient = new Liar(suite, WAITING)) {
      List<Future<Verdict>> futures = new ArrayList<>(patient.tell(waiting.get(true)));
      futures.addAll(liar.tell(waiting.get(false)));
      List<Verdict> verdicts = Liar.all(futures);
      Map<Outcome, Long> outcomes =
          verdicts.stream()
              .collect(
                  Collectors.groupingBy(Verdict::outcome, TreeMap::new, Collectors.counting()));
      System.out.printf(
          "Lies about %s: %d planted, %s, in %d s%n",
          about, plan.size(), outcomes, Duration.between(begun, Instant.now()).toSeconds());
      int seen = outcomes.getOrDefault(Outcome.CAUGHT, 0L).intValue();
      suite.coverage().plantedLies(plan.size(), seen);
      assertThat(verdicts.stream().filter(v -> !v.is(Outcome.CAUGHT)).map(Verdict::toString))
          .as("lies that were not caught")
          .isEmpty();
    }
  }
}
