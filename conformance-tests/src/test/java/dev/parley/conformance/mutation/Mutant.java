package dev.parley.conformance.mutation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.probe.Budgets;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A contract without one line of policy.
 *
 * @param subject the operationId, the template of the topic, or the path of the socket
 * @param line the key that is gone, or {@link #SCOPE} and a scope that is gone from a list
 * @param document whose bundle has it, as a resource
 * @param pointer to what has the line
 * @param silent whether the line says what holds without it too, so that no server could tell; the
 *     build asks for it nevertheless
 */
record Mutant(String subject, String line, String document, String pointer, boolean silent) {
  static final String SCOPE = "scope ";

  /** The lines of an operation that are policy. */
  private static final List<String> LINES = List.of("security", "x-rate-limit", "x-idempotency");

  /** One for each such line of every operation, topic and socket, and for each scope of a list. */
  static List<Mutant> all() {
    List<Mutant> all = new ArrayList<>();
    for (Operation operation : Contract.all().operations()) {
      String document = operation.resource();
      String pointer = operation.pointer();
      for (String line : LINES) {
        JsonNode said = operation.node().path(line);
        if (!said.isMissingNode()) {
          boolean silent = said.isArray() ? said.isEmpty() : said.asText().equals("none");
          all.add(new Mutant(operation.id(), line, document, pointer, silent));
        }
      }
      for (String scope : operation.scopes()) {
        all.add(new Mutant(operation.id(), SCOPE + scope, document, pointer, false));
      }
    }
    for (Topic topic : Messages.topics()) {
      for (Map.Entry<String, JsonNode> e :
          Contract.all().asyncApis().get(topic.module()).path("operations").properties()) {
        if (e.getValue().equals(topic.node())) {
          String document = "specs/" + topic.module() + "/asyncapi.json";
          String pointer = "/operations/" + Operation.escape(e.getKey());
          all.add(new Mutant(topic.template(), "x-scope", document, pointer, false));
        }
      }
    }
    for (Budgets.Case budget : Budgets.all()) {
      all.add(
          new Mutant(budget.subject(), budget.line(), budget.document(), budget.pointer(), false));
    }
    return all;
  }

  /** The case that uses the budget of this line up, if it takes a server where that is small. */
  Optional<Budgets.Case> terse() {
    return Budgets.all().stream()
        .filter(budget -> budget.pointer().equals(pointer) && budget.line().equals(line))
        .filter(budget -> budget.document().equals(document))
        .findFirst();
  }

  /** What the line is called where lines are counted. */
  String kind() {
    return line.startsWith(SCOPE) ? SCOPE.strip() : line;
  }

  /** Takes the line out of its document. */
  void apply(ObjectNode root) {
    ObjectNode node = (ObjectNode) root.at(pointer);
    if (line.startsWith(SCOPE)) {
      for (JsonNode alternative : node.path("security")) {
        alternative.forEach(scopes -> drop((ArrayNode) scopes));
      }
    } else if (node.remove(line) == null) {
      throw new IllegalStateException("there is no " + this);
    }
  }

  private void drop(ArrayNode scopes) {
    String scope = line.substring(SCOPE.length());
    for (int i = scopes.size() - 1; i >= 0; i--) {
      if (scopes.get(i).asText().equals(scope)) {
        scopes.remove(i);
      }
    }
  }

  @Override
  public String toString() {
    return subject + " without " + line;
  }
}
