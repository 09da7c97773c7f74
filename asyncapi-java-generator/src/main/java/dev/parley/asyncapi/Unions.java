package dev.parley.asyncapi;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What tells the cases of a sealed interface apart. */
final class Unions {
  private Unions() {}

  /** The records that messages stand for, each once. */
  static List<Case> cases(Collection<MessageModel> messages) {
    return messages.stream().flatMap(m -> m.cases().stream()).distinct().toList();
  }

  /**
   * A property that is another string in each (a const, or an enum that shares no value with the
   * others): {@code type} if it is one, else the first.
   */
  static Optional<String> discriminator(List<Case> cases) {
    if (cases.isEmpty()) {
      return Optional.empty();
    }
    Set<String> candidates = new LinkedHashSet<>(List.of("type"));
    candidates.addAll(cases.get(0).tagged());
    return candidates.stream().filter(c -> tells(c, cases)).findFirst();
  }

  private static boolean tells(String property, List<Case> cases) {
    Set<String> seen = new HashSet<>();
    return cases.stream()
        .allMatch(
            one -> {
              List<String> tags = one.tags(property);
              return !tags.isEmpty() && tags.stream().allMatch(seen::add);
            });
  }

  /** Two cases that nothing tells apart; empty if there are none. */
  static Optional<List<Case>> alike(List<Case> cases) {
    for (int i = 0; i < cases.size(); i++) {
      for (int j = i + 1; j < cases.size(); j++) {
        if (alike(cases.get(i).look(), cases.get(j).look())) {
          return Optional.of(List.of(cases.get(i), cases.get(j)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean alike(Case.Look one, Case.Look other) {
    return one.kind().equals(other.kind())
        && one.constants().equals(other.constants())
        && one.required().equals(other.required())
        && one.properties().equals(other.properties());
  }

  /** Joins cases that are all complete in a union that both sides may read. */
  static void join(UnionModel union, List<Case> cases, String packageName) {
    String property = union.discriminator();
    boolean other =
        cases.stream()
            .anyMatch(c -> !property.isEmpty() && c.conflicts(property, c.tags(property)));
    cases.forEach(c -> union.add(c, property.isEmpty() ? List.of() : c.tags(property), c.place()));
    if (property.isEmpty() || other) {
      union.sealByLooks(packageName);
    } else {
      union.seal(packageName);
    }
  }
}
