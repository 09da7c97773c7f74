package dev.parley.conformance.abuse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.conformance.World;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Texts that mean something elsewhere, in every place of every operation that takes a text. */
final class Injection {
  /** One for each way in which a text could get out of where it is put. */
  static final List<String> PAYLOADS =
      List.of(
          "' OR '1'='1",
          "'; DROP TABLE users.account; --",
          "$1 :name ? %s \\' ${jndi:ldap://127.0.0.1:1/x}");

  /** Half of a pair, a zero, and what turns text around; no header can have them. */
  private static final List<String> CHARACTERS = List.of("a\u0000b", "\ud800", "\u202e\ufeff");

  private Injection() {}

  static List<Attack> all() {
    return Contract.all().operations().stream()
        .map(operation -> new Attack(operation.toString(), v -> everywhere(v, operation)))
        .toList();
  }

  private static void everywhere(Victim victim, Operation operation) {
    World world = new World(victim.suite(), operation);
    Request first = world.prepare(operation);
    List<String> payloads = new ArrayList<>(PAYLOADS);
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      for (String payload : payloads) {
        world = after(victim, world, operation, first.value(name, payload));
        first = world.prepare(operation);
      }
    }
    payloads.addAll(CHARACTERS);
    for (String place : first.body() == null ? List.<String>of() : texts(first.json(), "")) {
      for (String payload : payloads) {
        world = after(victim, world, operation, first.json(with(first.json(), place, payload)));
        first = world.prepare(operation);
      }
    }
  }

  /** Any answer of the contract will do but a failure; what was done needs a world of its own. */
  private static World after(Victim victim, World world, Operation operation, Request request) {
    Answer answer = victim.suite().api().call(request);
    if (answer.status() >= 500) {
      throw new AssertionError(answer.status() + " " + answer.body() + "\nto " + request);
    }
    return answer.status() < 300 && !operation.method().equals("GET")
        ? new World(victim.suite(), operation)
        : world;
  }

  /** Pointers to all texts. */
  private static List<String> texts(JsonNode node, String at) {
    List<String> all = new ArrayList<>();
    if (node.isTextual()) {
      all.add(at);
    }
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      all.addAll(texts(e.getValue(), at + "/" + e.getKey()));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      all.addAll(texts(node.get(i), at + "/" + i));
    }
    return all;
  }

  private static JsonNode with(JsonNode body, String place, String payload) {
    JsonNode changed = body.deepCopy();
    int last = place.lastIndexOf('/');
    String name = place.substring(last + 1);
    switch (changed.at(place.substring(0, Math.max(0, last)))) {
      case ObjectNode object -> object.set(name, TextNode.valueOf(payload));
      case ArrayNode array -> array.set(Integer.parseInt(name), TextNode.valueOf(payload));
      default -> throw new IllegalArgumentException(place);
    }
    return changed;
  }

  /** Positions in lists that no server gave out. */
  static List<Attack> cursors() {
    List<Attack> all = new ArrayList<>();
    for (Operation operation : Contract.all().operations()) {
      if (operation.parameter("cursor").isMissingNode()) {
        continue;
      }
      List<String> forged = new ArrayList<>(PAYLOADS);
      forged.addAll(
          List.of(
              "eyJpZCI6IjEifQ",
              "eyJhbGciOiJub25lIn0.e30.",
              "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
              "////",
              "..",
              "x".repeat(5000)));
      all.add(
          new Attack(
              operation.toString(),
              victim -> {
                Request request = victim.suite().stage().request(operation);
                for (String cursor : forged) {
                  Answer answer = victim.suite().api().call(request.value("cursor", cursor));
                  if (answer.status() != 400 && answer.status() != 422) {
                    throw new AssertionError(cursor + ": " + answer.status());
                  }
                }
              }));
    }
    return all;
  }
}
