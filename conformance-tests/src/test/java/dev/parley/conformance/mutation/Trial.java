package dev.parley.conformance.mutation;

import dev.parley.conformance.Suite;
import dev.parley.conformance.World;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.matrix.Callers;
import dev.parley.conformance.matrix.Case;
import dev.parley.conformance.probe.Budgets;
import dev.parley.conformance.probe.Probe;
import dev.parley.conformance.probe.Probes;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A case that a mutant has to fail.
 *
 * @param body fails with an {@link AssertionError} if the contract is broken
 */
record Trial(String name, Consumer<Suite> body) {

  /** The cases of a mutant's operation or topic alone; those first that are likely to see it. */
  static List<Trial> of(Mutant mutant, Suite people) {
    Optional<Budgets.Case> terse = mutant.terse();
    if (terse.isPresent()) {
      return List.of(new Trial(terse.get().toString(), terse.get()::run));
    }
    Optional<Topic> topic =
        Messages.topics().stream().filter(t -> t.template().equals(mutant.subject())).findFirst();
    if (topic.isPresent()) {
      return matrix(people, callers -> Case.of(topic.get(), callers));
    }
    Operation operation = Contract.all().operation(mutant.subject());
    List<Trial> matrix = matrix(people, callers -> Case.of(operation, callers));
    List<Trial> examples = examples(operation);
    List<Trial> repeats = new ArrayList<>();
    List<Trial> others = new ArrayList<>();
    for (Probe probe : Probes.of(operation)) {
      (probe.kind() == Probe.Kind.REPEAT ? repeats : others)
          .add(new Trial(probe.toString(), probe::run));
    }
    List<Trial> all = new ArrayList<>();
    switch (mutant.line()) {
      case "x-idempotency" -> all.addAll(repeats);
      case "x-rate-limit" -> all.addAll(examples);
      default -> all.addAll(matrix);
    }
    for (List<Trial> some : List.of(matrix, examples, repeats, others)) {
      some.stream().filter(trial -> !all.contains(trial)).forEach(all::add);
    }
    return all;
  }

  private interface Asking {
    List<Case> by(List<dev.parley.conformance.matrix.Caller> callers);
  }

  private static List<Trial> matrix(Suite people, Asking asking) {
    List<Trial> trials = new ArrayList<>();
    int count = asking.by(Callers.live(people, people)).size();
    for (int i = 0; i < count; i++) {
      int number = i;
      trials.add(
          new Trial("permission " + i, s -> asking.by(Callers.live(people, s)).get(number).run()));
    }
    return trials;
  }

  private static List<Trial> examples(Operation operation) {
    return World.cases(operation).stream()
        .map(
            chosen ->
                new Trial(
                    "example " + chosen.example().name(),
                    suite -> {
                      var unused = new World(suite, operation).execute(operation, chosen);
                    }))
        .toList();
  }
}
