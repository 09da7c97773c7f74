package dev.parley.conformance.lie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Requests and answers as the proxy sees them, told by their operation. */
final class Calls {
  private Calls() {}

  /** Requests on the path of an operation, whatever their method. */
  static Predicate<Message> onPath(Operation operation) {
    List<String> literal =
        Contract.all().operations().stream()
            .map(Operation::path)
            .filter(path -> !path.contains("{"))
            .toList();
    String pattern = operation.path().replaceAll("\\{[^}]+}", "[^/]+");
    return request ->
        request.path().matches(pattern)
            && (!literal.contains(request.path()) || request.path().equals(operation.path()));
  }

  /** Requests of an operation. */
  static Predicate<Message> of(Operation operation) {
    return onPath(operation).and(request -> request.method().equals(operation.method()));
  }

  /** The declared schema of an answer's JSON; missing where there is none. */
  static JsonNode schema(Operation operation, int status) {
    Iterator<JsonNode> contents = operation.response(status).path("content").elements();
    return contents.hasNext()
        ? contents.next().path("schema")
        : operation.document().path("nothing");
  }

  /** The codes that go with a status, and their titles. */
  static Map.Entry<String, JsonNode> code(Operation operation, int status, String except) {
    JsonNode codes = operation.document().at("/components/schemas/ErrorCode/x-codes");
    return codes.properties().stream()
        .filter(e -> e.getValue().path("status").asInt() == status)
        .filter(e -> !e.getKey().equals(except))
        .findFirst()
        .orElseThrow();
  }

  /** Whether another code goes with a status. */
  static boolean hasOther(Operation operation, int status, String code) {
    JsonNode codes = operation.document().at("/components/schemas/ErrorCode/x-codes");
    return codes.properties().stream()
        .anyMatch(e -> e.getValue().path("status").asInt() == status && !e.getKey().equals(code));
  }

  /** The same problem of another kind, consistent in itself. */
  static Message otherwise(Message problem, int status, Map.Entry<String, JsonNode> code) {
    if (!(problem.json() instanceof ObjectNode json)) {
      return problem;
    }
    ObjectNode changed = json.deepCopy();
    String name = code.getKey();
    changed.put("type", "urn:parley:problem:" + name.toLowerCase(Locale.ROOT).replace('_', '-'));
    changed.put("title", code.getValue().path("title").asText());
    changed.put("status", status).put("code", name);
    return problem.withStatus(status).withBody(changed);
  }

  /** A declared status that is mistaken for this one most easily. */
  static Optional<Integer> neighbour(Operation operation, int status) {
    List<Integer> near =
        switch (status) {
          case 400 -> List.of(422, 404);
          case 401 -> List.of(403, 400);
          case 403 -> List.of(404, 401);
          case 404 -> List.of(403, 400);
          case 409 -> List.of(422, 400);
          case 412 -> List.of(409, 428);
          case 422 -> List.of(400, 409);
          default -> List.of(400, 404);
        };
    return near.stream().filter(other -> !operation.response(other).isMissingNode()).findFirst();
  }
}
