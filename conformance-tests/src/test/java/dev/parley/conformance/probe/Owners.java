package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.World;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What is somebody else's, and what is not there (T24). A resource that an id from an answer names
 * belongs to who got that answer.
 */
final class Owners {
  /** Texts that name nothing; one of them is in most patterns. */
  private static final List<String> NOTHING = List.of("ZZ9", "zz9");

  private Owners() {}

  static List<Probe> probes(Operation operation) {
    List<Probe> probes = new ArrayList<>();
    boolean owned =
        Repeats.linked(operation).stream()
            .anyMatch(name -> operation.parameter(name).path("in").asText().equals("path"));
    if (owned && !operation.isPublic()) {
      probes.add(
          new Probe(
              operation,
              Kind.OWNERSHIP,
              "somebody else's",
              suite -> {
                String stranger = suite.stage().token(World.roleFor(operation));
                Request request = suite.stage().request(operation).token(Optional.of(stranger));
                Refusal.expect(suite, request, 403, "PERMISSION_DENIED");
              }));
    }
    if (!operation.response(404).isMissingNode()) {
      for (JsonNode parameter : operation.parameters()) {
        Optional<String> absent = absent(operation, parameter);
        absent.ifPresent(
            value ->
                probes.add(
                    new Probe(
                        operation,
                        Kind.OWNERSHIP,
                        "no such " + parameter.path("name").asText(),
                        suite ->
                            Refusal.expect(
                                suite,
                                suite
                                    .stage()
                                    .request(operation)
                                    .value(parameter.path("name").asText(), value),
                                404,
                                "NOT_FOUND"))));
      }
    }
    return probes;
  }

  /** A value that names nothing, for a parameter that has to name something. */
  private static Optional<String> absent(Operation operation, JsonNode parameter) {
    JsonNode schema = Samples.flat(operation::resolve, parameter.path("schema"));
    if (!parameter.path("required").asBoolean() || schema.has("enum")) {
      return Optional.empty();
    }
    if (schema.path("format").asText().equals("uuid")) {
      return Optional.of(nobodys());
    }
    Pattern pattern = Pattern.compile(schema.path("pattern").asText(""));
    return NOTHING.stream().filter(text -> pattern.matcher(text).find()).findFirst();
  }

  static String nobodys() {
    return UUID.randomUUID().toString();
  }
}
