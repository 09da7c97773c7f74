package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Suite;
import dev.parley.conformance.World;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Link;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.util.ArrayList;
import java.util.List;

/** Conditional requests (RFC 9110, 13). */
final class Conditions {
  private static final String IF_MATCH = "If-Match";
  private static final String STALE = "\"999999\"";

  private Conditions() {}

  static List<Probe> probes(Operation operation) {
    List<Probe> probes = new ArrayList<>();
    if (!operation.parameter(IF_MATCH).isMissingNode()) {
      probes.add(probe(operation, "If-Match, stale, weak, then right", Conditions::match));
      probes.add(probe(operation, "If-Match: *", s -> succeed(s, operation, "*")));
      probes.add(
          probe(
              operation,
              "If-Match with several tags",
              suite -> {
                World world = new World(suite, operation);
                Request request = world.prepare(operation);
                String tags = STALE + ", " + tag(world, operation);
                succeed(suite, request.value(IF_MATCH, tags));
              }));
    }
    if (!operation.response(428).isMissingNode()) {
      probes.add(
          probe(
              operation,
              "without If-Match",
              suite ->
                  Refusal.expect(
                      suite,
                      suite.stage().request(operation).value(IF_MATCH),
                      428,
                      "PRECONDITION_REQUIRED")));
    }
    if (operation.node().has("x-cache")) {
      probes.add(probe(operation, "If-None-Match", suite -> cached(suite, operation)));
    }
    return probes;
  }

  private interface Act {
    void run(Suite suite, Operation operation);
  }

  private static Probe probe(Operation operation, String name, Act act) {
    return probe(operation, name, suite -> act.run(suite, operation));
  }

  private static Probe probe(Operation operation, String name, Probe.Check check) {
    return new Probe(operation, Kind.CONDITION, name, check);
  }

  private static void match(Suite suite, Operation operation) {
    World world = new World(suite, operation);
    Request request = world.prepare(operation);
    String tag = tag(world, operation);
    for (String wrong : List.of(STALE, "W/" + tag, tag.replace("\"", ""))) {
      Refusal.expect(suite, request.value(IF_MATCH, wrong), 412, "PRECONDITION_FAILED");
    }
    succeed(suite, request.value(IF_MATCH, tag));
  }

  private static void succeed(Suite suite, Operation operation, String tags) {
    succeed(suite, new World(suite, operation).prepare(operation).value(IF_MATCH, tags));
  }

  private static void succeed(Suite suite, Request request) {
    Answer answer = suite.api().call(request);
    if (answer.status() != request.operation().success()) {
      throw new AssertionError(answer.status() + " " + answer.body() + "\nto " + request);
    }
  }

  /** The tag of the resource, as whoever made it was told. */
  private static String tag(World world, Operation operation) {
    for (Link link : Contract.all().linksTo(operation.id())) {
      JsonNode parameters = link.node().path("parameters");
      String tag = parameters.isEmpty() ? "" : world.answer(link.source()).header("ETag");
      if (!tag.isEmpty()) {
        return tag;
      }
    }
    throw new AssertionError("Nothing that leads to " + operation + " answers an ETag");
  }

  private static void cached(Suite suite, Operation operation) {
    Request request = suite.stage().request(operation);
    String tag = suite.api().call(request).header("ETag");
    for (String known : List.of(tag, "*", "W/" + tag, "\"other\", " + tag)) {
      status(suite, request.header("If-None-Match", known), 304);
    }
    status(suite, request.header("If-None-Match", "\"other\""), operation.success());
  }

  private static void status(Suite suite, Request request, int status) {
    Answer answer = suite.api().call(request);
    if (answer.status() != status) {
      throw new AssertionError(
          "expected " + status + ", was " + answer.status() + " to " + request);
    }
  }
}
