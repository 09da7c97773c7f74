package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What HTTP itself lets a caller get wrong: methods, media types, bodies that are none. */
final class Protocol {
  private static final int MIB = 1 << 20;
  private static final String CONTENT_TYPE = "Content-Type";

  private Protocol() {}

  private record Wrong(int status, String code, UnaryOperator<Request> change) {}

  static List<Probe> probes(Operation operation) {
    Map<String, Wrong> wrong = new LinkedHashMap<>();
    boolean answers = !operation.response(operation.success()).path("content").isEmpty();
    if (answers) {
      wrong.put("accepts pictures alone", accept("image/png"));
      wrong.put("accepts no JSON", accept("application/json;q=0, text/html"));
    }
    if (operation.node().has("requestBody")) {
      wrong.putAll(operation.isForm() ? forms() : documents());
      wrong.put("an empty body", text(""));
      wrong.put("a blank body", text(" \n"));
      wrong.put("no body", new Wrong(400, "MALFORMED_REQUEST", r -> r.text(null)));
      wrong.put("text/plain", type("text/plain"));
      wrong.put("no media type", type(null));
      wrong.put("another charset", type(operation.bodyType() + "; charset=iso-8859-1"));
      wrong.put(
          "more than a mebibyte",
          new Wrong(413, "CONTENT_TOO_LARGE", r -> r.text(padded(r, MIB + 1))));
    }
    List<Probe> probes = new ArrayList<>();
    wrong.forEach(
        (name, w) ->
            probes.add(
                new Probe(
                    operation,
                    Kind.PROTOCOL,
                    name,
                    suite ->
                        Refusal.expect(
                            suite,
                            w.change().apply(suite.stage().request(operation)),
                            w.status(),
                            w.code()))));
    probes.add(
        new Probe(
            operation,
            Kind.PROTOCOL,
            "a broken escape in the query",
            suite ->
                Refusal.require(
                    suite.api().raw(suite.stage().request(operation), "x=%zz"),
                    400,
                    "MALFORMED_REQUEST")));
    probes.add(wrongMethod(operation));
    return probes;
  }

  private static Map<String, Wrong> documents() {
    Map<String, Wrong> wrong = new LinkedHashMap<>();
    wrong.put("half a body", text("{"));
    wrong.put("two bodies", new Wrong(400, "MALFORMED_REQUEST", r -> r.text(r.body() + "{}")));
    wrong.put("a body in another language", text("<order/>"));
    wrong.put("a form", type("application/x-www-form-urlencoded"));
    wrong.put(
        "a mebibyte of which the last property is unknown",
        new Wrong(422, "VALIDATION_ERROR", r -> r.text(padded(unknown(r), MIB))));
    return wrong;
  }

  private static Map<String, Wrong> forms() {
    Map<String, Wrong> wrong = new LinkedHashMap<>();
    wrong.put("half an escape", text("a=%4"));
    wrong.put("an escape of no digits", text("a=%zz"));
    wrong.put("half a character", text("a=%c3"));
    wrong.put("JSON", type("application/json"));
    wrong.put(
        "every parameter twice",
        new Wrong(400, "VALIDATION_ERROR", r -> r.text(r.body() + "&" + r.body())));
    wrong.put(
        "a hundred parameters more",
        new Wrong(
            400,
            "MALFORMED_REQUEST",
            r ->
                r.text(
                    IntStream.range(0, 100)
                        .mapToObj(i -> "&more" + i + "=x")
                        .collect(Collectors.joining("", String.valueOf(r.body()), "")))));
    return wrong;
  }

  private static Wrong accept(String types) {
    return new Wrong(406, "NOT_ACCEPTABLE", r -> r.header("Accept", types));
  }

  private static Wrong text(String text) {
    return new Wrong(400, "MALFORMED_REQUEST", r -> r.text(text));
  }

  private static Wrong type(String type) {
    return new Wrong(415, "UNSUPPORTED_MEDIA_TYPE", r -> r.header(CONTENT_TYPE, type));
  }

  private static Request unknown(Request request) {
    ObjectNode body = request.json().deepCopy();
    body.put("noSuchProperty", 1);
    return request.json(body);
  }

  private static String padded(Request request, int length) {
    String body = String.valueOf(request.body());
    return body + " ".repeat(length - body.length());
  }

  private static Probe wrongMethod(Operation operation) {
    return new Probe(
        operation,
        Kind.PROTOCOL,
        "another method",
        suite -> {
          Set<String> declared = new TreeSet<>();
          operation
              .item()
              .fieldNames()
              .forEachRemaining(n -> declared.add(n.toUpperCase(Locale.ROOT)));
          String other =
              Stream.of("PATCH", "PUT", "DELETE", "POST")
                  .filter(method -> !declared.contains(method))
                  .findFirst()
                  .orElseThrow();
          Request request = suite.stage().request(operation).method(other);
          Answer answer = Refusal.expect(suite, request, 405, "METHOD_NOT_ALLOWED");
          if (!List.of(answer.header("Allow").split(", ")).contains(operation.method())) {
            throw new AssertionError("Allow is " + answer.header("Allow"));
          }
        });
  }
}
