package dev.parley.conformance.lie;

import dev.parley.conformance.Person;
import dev.parley.conformance.Suite;
import dev.parley.conformance.SuiteExtension;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.probe.Probes;
import dev.parley.conformance.topics.AccessProbes;
import dev.parley.conformance.topics.Cast;
import dev.parley.conformance.topics.FrameProbes;
import dev.parley.conformance.topics.Probe;
import dev.parley.conformance.topics.TopicProbes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
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
  private final Suite suite;
  private final Trial trial;

  LiesIT(Suite suite) {
    this.suite = suite;
    this.trial = new Trial(suite, suite.api().base());
  }

  @Test
  void everyLieAboutTopicsIsCaught() {
    List<Probe> probes = new ArrayList<>();
    probes.addAll(new TopicProbes(suite, new Cast(suite)).all());
    probes.addAll(AccessProbes.withoutCredentials());
    String token = suite.token("viewer");
    probes.addAll(FrameProbes.all(() -> token));
    Witness witness = new Witness();
    trial.honest(
        probes.stream()
            .map(probe -> new Planted(witness.of(probe.toString()), probe::run))
            .toList(),
        Trial.UNPREPARED);
    List<Planted> plan = new ArrayList<>(FramePlan.of(probes, witness));
    plan.addAll(handshakes(probes));
    trial.caught("topics", plan, Trial.UNPREPARED);
  }

  /** A proxy that lends its own credentials, and one that agrees on no sub-protocol. */
  private List<Planted> handshakes(List<Probe> probes) {
    Person lender = suite.signIn().enrol("viewer", suite.tag());
    Predicate<Message> upgrade = request -> request.header("Upgrade").isPresent();
    List<Planted> plan = new ArrayList<>();
    for (Probe probe : probes) {
      switch (probe.kind()) {
        case NO_CREDENTIALS, NEVER_AUTHENTICATES, BAD_CREDENTIALS ->
            plan.add(
                new Planted(
                    CallLie.asks(
                        probe + ": lets in",
                        upgrade,
                        r -> r.with("Authorization", "Bearer " + lender.token())),
                    probe::run));
        case JOINS ->
            plan.add(
                new Planted(
                    CallLie.answers(
                        probe + ": agrees on no sub-protocol",
                        upgrade,
                        a -> a.without("Sec-WebSocket-Protocol")),
                    probe::run));
        default -> {}
      }
    }
    return plan;
  }

  @Test
  void everyLieAboutOperationsIsCaught() {
    Witness witness = new Witness();
    List<Planted> cases = new ArrayList<>();
    Map<Operation, Consumer<Suite>> successes = new LinkedHashMap<>();
    Map<Operation, List<dev.parley.conformance.probe.Probe>> refusals = new LinkedHashMap<>();
    for (Operation operation : Contract.all().operations()) {
      Consumer<Suite> success = Successes.of(suite, operation);
      successes.put(operation, success);
      cases.add(new Planted(witness.of(operation.id()), success));
      List<dev.parley.conformance.probe.Probe> probes =
          Probes.of(operation).stream().filter(LiesIT::refuses).toList();
      refusals.put(operation, probes);
      probes.forEach(p -> cases.add(new Planted(witness.of(p.toString()), p::run)));
    }
    trial.honest(cases, LiesIT::prepare);
    Person admin = suite.signIn().enrol("admin", suite.tag());
    Set<String> documents = new HashSet<>();
    List<Planted> plan = new ArrayList<>();
    successes.forEach(
        (operation, success) ->
            plan.addAll(
                CallPlan.of(
                    operation,
                    Map.entry(operation.id(), success),
                    refusals.get(operation),
                    witness,
                    // What is no read might end the session, or change the password.
                    () -> operation.method().equals("GET") ? admin.token() : suite.token("admin"),
                    documents)));
    trial.caught("operations", plan, LiesIT::prepare);
  }

  /** Cases that may end well are no use to lies that take what is to be refused. */
  private static boolean refuses(dev.parley.conformance.probe.Probe probe) {
    return switch (probe.kind()) {
      case CREDENTIALS, BODY, PARAMETER, PROTOCOL, OWNERSHIP, PAGES, CONDITION -> true;
      case REPEAT -> probe.name().equals("the same key again");
      case ADMITTED, SETTINGS -> false;
    };
  }

  /** So that nothing is made while a lie is told. */
  private static void prepare(Suite suite) {
    Contract.all().operations().forEach(operation -> suite.stage().request(operation));
  }
}
