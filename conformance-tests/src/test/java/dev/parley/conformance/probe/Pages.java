package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Suite;
import dev.parley.conformance.World;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Lists, page by page: all of it, in order, nothing twice; and no page but by a cursor given. */
final class Pages {
  private static final String CURSOR = "cursor";
  private static final String LIMIT = "limit";
  private static final String TOTAL = "includeTotal";
  private static final String NEXT = "/page/nextCursor";

  /** How many are made where they can be, and how many pages are turned at least. */
  private static final int MANY = 4;

  private Pages() {}

  static List<Probe> probes(Operation operation) {
    if (operation.parameter(CURSOR).isMissingNode()) {
      return List.of();
    }
    List<Probe> probes = new ArrayList<>();
    for (String forged : List.of("A", "AAAAAAAAAAAAAAAA", "not base64!", "%00")) {
      probes.add(
          probe(
              operation,
              "a made-up cursor " + forged,
              suite -> refused(suite, suite.stage().request(operation).value(CURSOR, forged))));
    }
    probes.add(probe(operation, "page by page", suite -> walk(suite, operation)));
    return probes;
  }

  private static Probe probe(Operation operation, String name, Probe.Check check) {
    return new Probe(operation, Kind.PAGES, name, check);
  }

  private static void refused(Suite suite, Request request) {
    Answer answer = Refusal.expect(suite, request, 400, "INVALID_CURSOR");
    if (!answer.json().at("/errors/0/pointer").asText().equals("query/cursor")) {
      throw new AssertionError(answer.body());
    }
  }

  private static void walk(Suite suite, Operation operation) {
    Optional<Operation> maker = Contract.all().beside(operation, "POST");
    World world = new World(suite, maker.orElse(operation));
    Request list = world.prepare(operation);
    int made = 0;
    for (int i = 0; maker.isPresent() && i < MANY; i++) {
      made += suite.api().call(world.prepare(maker.get())).status() < 300 ? 1 : 0;
    }
    List<JsonNode> items = new ArrayList<>();
    List<String> cursors = new ArrayList<>();
    boolean more = true;
    while (more && cursors.size() <= MANY) {
      Request request = list.value(LIMIT, "1");
      JsonNode page =
          page(suite, cursors.isEmpty() ? request : request.value(CURSOR, cursors.getLast()));
      page.path("items").forEach(items::add);
      more = !page.at(NEXT).isNull();
      if (more) {
        cursors.add(page.at(NEXT).asText());
      }
    }
    if (new HashSet<>(items).size() != items.size() || items.size() < made) {
      throw new AssertionError(made + " were made, page by page there were " + items);
    }
    if (!more) {
      ended(suite, list, items);
    }
    if (!cursors.isEmpty()) {
      Request rest = list.value(LIMIT, "100").value(CURSOR, cursors.getFirst());
      prefix(items.subList(1, items.size()), page(suite, rest));
      refused(suite, rest.value(CURSOR, flipped(cursors.getFirst())));
      otherFilter(operation, rest).ifPresent(other -> refused(suite, other));
    }
  }

  /** One page of all, counted, has what the pages of one had. */
  private static void ended(Suite suite, Request list, List<JsonNode> items) {
    boolean counts = !list.operation().parameter(TOTAL).isMissingNode();
    Request all = list.value(LIMIT, "100");
    JsonNode page = page(suite, counts ? all.value(TOTAL, "true") : all);
    prefix(items, page);
    int total = counts ? page.at("/page/total").asInt(-1) : items.size();
    if (total != items.size() || page.path("items").size() != items.size()) {
      throw new AssertionError(items.size() + " page by page, but " + page);
    }
  }

  private static void prefix(List<JsonNode> items, JsonNode page) {
    for (int i = 0; i < items.size(); i++) {
      if (!items.get(i).equals(page.path("items").path(i))) {
        throw new AssertionError("page by page " + items.get(i) + ", together " + page);
      }
    }
  }

  private static JsonNode page(Suite suite, Request request) {
    Answer answer = suite.api().call(request);
    JsonNode page = answer.json();
    int limit = Integer.parseInt(request.values().get(LIMIT).getFirst());
    if (answer.status() != request.operation().success()
        || page.path("items").size() > limit
        || page.at("/page/limit").asInt() != limit) {
      throw new AssertionError("no page of " + limit + ": " + answer.body() + "\nto " + request);
    }
    return page;
  }

  private static String flipped(String cursor) {
    int middle = cursor.length() / 2;
    char other = cursor.charAt(middle) == 'A' ? 'B' : 'A';
    return cursor.substring(0, middle) + other + cursor.substring(middle + 1);
  }

  /** The same page of a list with another filter or order. */
  private static Optional<Request> otherFilter(Operation operation, Request request) {
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      JsonNode schema = Samples.flat(operation::resolve, parameter.path("schema"));
      boolean filter = !name.equals(TOTAL) && !request.values().containsKey(name);
      if (filter && schema.has("enum")) {
        return Optional.of(request.value(name, schema.path("enum").path(0).asText()));
      }
      if (filter && schema.path("type").asText().equals("boolean")) {
        return Optional.of(request.value(name, "true"));
      }
    }
    return Optional.empty();
  }
}
