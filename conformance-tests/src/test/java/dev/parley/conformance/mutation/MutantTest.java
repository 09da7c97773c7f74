package dev.parley.conformance.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.ws.Messages;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MutantTest {
  private final List<Mutant> mutants = Mutant.all();

  private long count(String kind) {
    return mutants.stream().filter(m -> m.kind().equals(kind)).count();
  }

  @Test
  void everyLineOfEveryOperationAndTopicIsPlantedOnce() {
    assertThat(new HashSet<>(mutants)).hasSameSizeAs(mutants);
    assertThat(count("security")).isEqualTo(Contract.all().operations().size());
    // Beside those of operations, what a socket of each document takes, and what it refuses.
    int documents = Contract.all().asyncApis().size();
    assertThat(count("x-rate-limit")).isEqualTo(Contract.all().operations().size() + documents);
    assertThat(count("x-rate-limit-refused"))
        .isEqualTo(
            Contract.all().operations().stream().filter(o -> !o.isPublic()).count() + documents);
    assertThat(count("x-idempotency"))
        .isEqualTo(
            Contract.all().operations().stream().filter(o -> o.method().equals("POST")).count());
    assertThat(count("x-scope")).isEqualTo(Messages.topics().size());
    assertThat(count("scope"))
        .isEqualTo(Contract.all().operations().stream().mapToInt(o -> o.scopes().size()).sum());
  }

  @Test
  void aMutantIsTheDocumentWithoutItsLine() {
    for (Mutant mutant : mutants) {
      var mutated = Overlay.documents(List.of(mutant)).get(mutant.document());
      var whole = Overlay.read(mutant.document());
      assertThat(mutated).as("%s", mutant).isNotEqualTo(whole);
      if (!mutant.kind().equals("scope")) {
        assertThat(mutated.at(mutant.pointer() + "/" + mutant.line()).isMissingNode()).isTrue();
      }
    }
  }

  @Test
  void noTwoOfAGroupMeet() {
    List<List<Mutant>> groups = Groups.of(mutants);
    assertThat(groups.stream().mapToInt(List::size).sum()).isEqualTo(mutants.size());
    for (List<Mutant> group : groups) {
      assertThat(group).extracting(Mutant::subject).doesNotHaveDuplicates();
      if (group.stream().anyMatch(mutant -> mutant.terse().isPresent())) {
        // Their cases call nothing else.
        assertThat(group).allMatch(mutant -> mutant.terse().isPresent());
        continue;
      }
      for (Mutant mutant : group) {
        assertThat(group)
            .extracting(Mutant::subject)
            .doesNotContainAnyElementsOf(
                Groups.calls(mutant.subject()).isEmpty()
                    ? List.of("nothing")
                    : Groups.calls(mutant.subject()));
      }
    }
  }
}
