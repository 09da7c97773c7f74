package dev.parley.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Topic;
import org.junit.jupiter.api.Test;

final class CoverageTest {
  private final Coverage coverage = new Coverage();
  private final Operation operation =
      Contract.all().operations().stream().filter(o -> !o.scopes().isEmpty()).findFirst().get();
  private final String scope = operation.scopes().iterator().next();
  private final Topic topic = Messages.topics().get(0);

  private int exercised(String kind) {
    return coverage.json().path(kind).path("exercised").asInt();
  }

  @Test
  void nothingIsExercisedAtFirst() {
    coverage
        .lines()
        .forEach(
            (kind, line) -> {
              assertThat(line.exercised()).as(kind).isZero();
              assertThat(line.total()).as(kind).isPositive().isEqualTo(line.missed().size());
              assertThat(line.complete()).as(kind).isFalse();
            });
  }

  @Test
  void aScopeTakesSomebodyLetInAndSomebodyRefused() {
    coverage.answered(operation, operation.success());
    assertThat(exercised("scopes")).isZero();
    coverage.answered(operation, 403);
    assertThat(exercised("scopes")).isZero();
    coverage.refused(operation, scope);
    assertThat(exercised("scopes")).isEqualTo(1);
    coverage.topicRefused(topic.template());
    assertThat(exercised("scopes")).isEqualTo(1);
    coverage.topic(topic.template());
    assertThat(exercised("scopes")).isEqualTo(2);
  }

  @Test
  void whatNoContractHasDoesNotCount() {
    coverage.answered(operation, 299);
    coverage.message("common", "noSuchMessage");
    coverage.topic("noSuchTopic");
    coverage.example("noSuchExample");
    for (String kind : new String[] {"statuses", "messages", "topics", "examples"}) {
      assertThat(exercised(kind)).as(kind).isZero();
    }
  }

  @Test
  void theFileListsEveryStatusThatWasNotReached() {
    coverage.answered(operation, operation.success());
    coverage.plantedLies(7, 6);
    JsonNode json = coverage.json();
    int total = json.at("/statuses/total").asInt();
    assertThat(json.at("/statuses/exercised").asInt()).isEqualTo(1);
    assertThat(json.path("statusesNotReached")).hasSize(total - 1);
    assertThat(json.path("plantedLies")).hasToString("{\"planted\":7,\"caught\":6}");
    assertThat(coverage.summary()).contains("6 of    7 caught");
  }
}
