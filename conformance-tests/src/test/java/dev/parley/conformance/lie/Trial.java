package dev.parley.conformance.lie;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conformance.Suite;
import dev.parley.conformance.lie.Verdict.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Puts the suite to the proof, with proxies that do not lie and with proxies that do. */
final class Trial {
  static final Consumer<Suite> UNPREPARED = suite -> {};

  private static final int AT_ONCE = 3;

  /** Cases that wait take no time of the machine. */
  private static final int WAITING = 5;

  private final Suite suite;
  private final URI server;

  /**
   * @param suite of the run, whose coverage gets the count
   * @param server that the cases are about
   */
  Trial(Suite suite, URI server) {
    this.suite = suite;
    this.server = server;
  }

  /** The control of the control. */
  void honest(List<Planted> cases, Consumer<Suite> prepare) {
    try (Liar liar = new Liar(suite, server, AT_ONCE, prepare)) {
      List<String> accused =
          Liar.all(liar.honest(cases)).stream().flatMap(Optional::stream).toList();
      assertThat(accused).as("what proxies that do not lie are accused of").isEmpty();
    }
  }

  /** Tells each lie once; none may be believed. */
  void caught(String about, List<Planted> plan, Consumer<Suite> prepare) {
    Map<Boolean, List<Planted>> waiting =
        plan.stream().collect(Collectors.partitioningBy(Planted::patient));
    Instant begun = Instant.now();
    try (Liar liar = new Liar(suite, server, AT_ONCE, prepare);
        Liar patient = new Liar(suite, server, WAITING, UNPREPARED)) {
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
