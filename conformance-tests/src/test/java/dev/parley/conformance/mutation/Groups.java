package dev.parley.conformance.mutation;

import dev.parley.conformance.World;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts mutants that cannot meet into one server: of different operations, neither of which the
 * other's cases call to prepare something or to look at it afterwards.
 */
final class Groups {
  private Groups() {}

  static List<List<Mutant>> of(List<Mutant> mutants) {
    List<List<Mutant>> groups = new ArrayList<>();
    for (Mutant mutant : mutants) {
      List<Mutant> group =
          groups.stream()
              .filter(g -> g.stream().noneMatch(other -> meet(mutant, other)))
              .findFirst()
              .orElseGet(
                  () -> {
                    List<Mutant> fresh = new ArrayList<>();
                    groups.add(fresh);
                    return fresh;
                  });
      group.add(mutant);
    }
    return groups;
  }

  private static boolean meet(Mutant one, Mutant other) {
    if (one.terse().isPresent() && other.terse().isPresent()) {
      return one.subject().equals(other.subject());
    }
    // Where budgets are small, nobody else gets far.
    return one.terse().isPresent()
        || other.terse().isPresent()
        || one.subject().equals(other.subject())
        || calls(one.subject()).contains(other.subject())
        || calls(other.subject()).contains(one.subject());
  }

  /** All operations that cases of this one call beside it; none for a topic. */
  static Set<String> calls(String subject) {
    Set<String> called = new LinkedHashSet<>();
    for (Operation operation : Contract.all().operations()) {
      if (operation.id().equals(subject)) {
        called.addAll(World.needs(operation));
        String collection = operation.path().replaceFirst("/\\{.*", "");
        for (Operation near : Contract.all().operations()) {
          // What there is of a thing is counted and read, before and after.
          if (near.path().startsWith(collection) && !near.isPublic()) {
            called.addAll(World.needs(near));
          }
        }
      }
    }
    called.remove(subject);
    return called;
  }
}
