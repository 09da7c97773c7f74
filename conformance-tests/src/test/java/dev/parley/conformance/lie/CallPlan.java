package dev.parley.conformance.lie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.lie.Witness.Exchange;
import dev.parley.conformance.probe.Probe;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The lies about what an operation answers, derived from its contract. */
final class CallPlan {
  private static final String OTHER_TRACE = "0123456789abcdef0123456789abcdef";

  private final Operation operation;
  private final List<Planted> plan = new ArrayList<>();

  /** Codes of this operation that were lied about. */
  private final Set<String> problems = new HashSet<>();

  /** Codes of any operation that were; all problems are of one schema. */
  private final Set<String> documents;

  private CallPlan(Operation operation, Set<String> documents) {
    this.operation = operation;
    this.documents = documents;
  }

  /**
   * @param success the case in which the operation succeeds, by name
   * @param refusals the cases in which it may be refused
   * @param witness of all of them, run without a lie
   * @param allowed makes tokens with every scope
   * @param documents the codes whose documents were lied about; grows
   */
  static List<Planted> of(
      Operation operation,
      Map.Entry<String, Consumer<Suite>> success,
      List<Probe> refusals,
      Witness witness,
      Supplier<String> allowed,
      Set<String> documents) {
    CallPlan made = new CallPlan(operation, documents);
    Exchange good =
        witness.exchanges(success.getKey()).stream()
            .filter(e -> Calls.of(operation).test(e.request()))
            .filter(e -> e.answer().status() == operation.success())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(operation + " was not seen to succeed"));
    made.answers(success, good.answer());
    for (Probe probe : refusals) {
      List<Exchange> seen = witness.exchanges(probe.toString());
      if (seen.size() == 1 && seen.get(0).answer().status() >= 400) {
        made.refusal(probe, seen.get(0).answer(), good.answer(), allowed);
      } else {
        made.conditions(probe, seen);
      }
    }
    return made.plan;
  }

  private void plant(String subject, CallLie lie, Consumer<Suite> body) {
    String name = subject + ": " + lie.name();
    plan.add(new Planted(new CallLie(name, lie.which(), lie.ask(), lie.give()), body));
  }

  /** Changes answers of the operation that have a status. */
  private CallLie gives(String name, int status, UnaryOperator<Message> change) {
    return CallLie.answers(
        name, Calls.onPath(operation), a -> a.status() == status ? change.apply(a) : a);
  }

  /** Plants one where it does something to an answer seen. */
  private void about(
      String subject,
      Message seen,
      String name,
      UnaryOperator<Message> change,
      Consumer<Suite> body) {
    if (!changes(seen, change)) {
      return;
    }
    plant(subject, gives(name, seen.status(), change), body);
  }

  private static boolean changes(Message seen, UnaryOperator<Message> change) {
    return !seen.equals(change.apply(seen));
  }

  /** The body, the headers and the status of a success. */
  private void answers(Map.Entry<String, Consumer<Suite>> success, Message seen) {
    String subject = success.getKey();
    Consumer<Suite> body = success.getValue();
    int other = seen.status() == 200 ? 201 : 200;
    about(subject, seen, "says " + other, a -> a.withStatus(other), body);
    document(subject, seen, body);
    headers(subject, seen, body);
  }

  private void document(String subject, Message seen, Consumer<Suite> body) {
    for (Falsehood one :
        Falsehood.of(operation::resolve, Calls.schema(operation, seen.status()), seen.json())) {
      about(subject, seen, one.name(), a -> changed(a, one.change()), body);
    }
  }

  private static Message changed(Message answer, UnaryOperator<JsonNode> change) {
    JsonNode json = answer.json();
    JsonNode other = change.apply(json);
    return other.equals(json) ? answer : answer.withBody(other);
  }

  private void headers(String subject, Message seen, Consumer<Suite> body) {
    for (String name : required(seen.status())) {
      about(subject, seen, "drops " + name, a -> a.without(name), body);
      about(subject, seen, "changes " + name, a -> a.with(name, "text/plain; x"), body);
    }
    about(subject, seen, "adds a header", a -> a.with("X-Powered-By", "a liar"), body);
    seen.header("ETag")
        .filter(tag -> operation.node().has("x-etag") && !tag.isEmpty())
        .ifPresent(
            tag -> {
              about(subject, seen, "tells another ETag", a -> a.with("ETag", "\"99\""), body);
              about(subject, seen, "tells a weak ETag", a -> a.with("ETag", "W/" + tag), body);
            });
    seen.header("Location")
        .ifPresent(
            at -> about(subject, seen, "leads elsewhere", a -> a.with("Location", at + "x"), body));
    seen.header("Stream-Position")
        .ifPresent(
            at ->
                about(
                    subject,
                    seen,
                    "tells the position of another topic",
                    a -> a.with("Stream-Position", "other" + at),
                    body));
  }

  /** The headers that an answer has to have. */
  private Set<String> required(int status) {
    Set<String> names = new LinkedHashSet<>();
    JsonNode response = operation.response(status);
    for (Map.Entry<String, JsonNode> e : response.path("headers").properties()) {
      if (operation.resolve(e.getValue()).path("required").asBoolean()) {
        names.add(e.getKey());
      }
    }
    if (!response.path("content").isEmpty()) {
      names.add("Content-Type");
    }
    if (status < 400) {
      if (operation.limited()) {
        names.addAll(List.of("RateLimit", "RateLimit-Policy"));
      }
      for (Map.Entry<String, String> e :
          Map.of(
                  "x-location",
                  "Location",
                  "x-etag",
                  "ETag",
                  "x-cache",
                  "ETag",
                  "x-stream",
                  "Stream-Position")
              .entrySet()) {
        if (operation.node().has(e.getKey())) {
          names.add(e.getValue());
        }
      }
    } else {
      switch (status) {
        case 401 -> names.add("WWW-Authenticate");
        case 405 -> names.add("Allow");
        case 429, 503 -> names.add("Retry-After");
        default -> {}
      }
    }
    return names;
  }

  /** Accepts what is refused, or refuses it with another status; and lies about the problem. */
  private void refusal(Probe probe, Message seen, Message good, Supplier<String> allowed) {
    String subject = probe.toString();
    Consumer<Suite> body = probe::run;
    plant(subject, gives("takes it", seen.status(), a -> good), body);
    String code = seen.json().path("code").asText();
    Calls.neighbour(operation, seen.status())
        .filter(other -> problems.add(probe.kind() + code))
        .ifPresent(
            other ->
                about(
                    subject,
                    seen,
                    "says " + other,
                    a -> Calls.otherwise(a, other, Calls.code(operation, other, "")),
                    body));
    boolean credentials = probe.kind() == Probe.Kind.CREDENTIALS && seen.status() <= 403;
    if (credentials) {
      plant(
          subject,
          CallLie.asks(
              "lets in",
              Calls.onPath(operation),
              r -> r.without("X-Api-Key").with("Authorization", "Bearer " + allowed.get())),
          body);
    }
    if (problems.add(code)) {
      problem(subject, seen, code, body);
      if (documents.add(code)) {
        anyProblem(subject, seen, body);
      }
    }
  }

  private void problem(String subject, Message seen, String code, Consumer<Suite> body) {
    if (Calls.hasOther(operation, seen.status(), code)) {
      about(
          subject,
          seen,
          "tells another code",
          a -> Calls.otherwise(a, a.status(), Calls.code(operation, a.status(), code)),
          body);
    }
    for (String list : List.of("errors", "requiredScopes", "heldScopes")) {
      about(
          subject,
          seen,
          "forgets " + list,
          a -> changed(a, j -> Falsehood.drop(j, "/" + list)),
          body);
    }
    about(
        subject,
        seen,
        "points elsewhere",
        a ->
            changed(
                a, j -> Falsehood.replace(j, "/errors/0/pointer", TextNode.valueOf("/elsewhere"))),
        body);
    for (String name : required(seen.status())) {
      if (List.of("WWW-Authenticate", "Allow", "Retry-After").contains(name)) {
        about(subject, seen, "drops " + name, a -> a.without(name), body);
      }
    }
  }

  private void anyProblem(String subject, Message seen, Consumer<Suite> body) {
    about(subject, seen, "says 418", a -> a.withStatus(418), body);
    Map.of("traceId", OTHER_TRACE, "instance", "/elsewhere", "type", "about:blank")
        .forEach(
            (field, value) ->
                about(subject, seen, "another " + field, a -> with(a, field, value), body));
    about(
        subject,
        seen,
        "is no problem document",
        a -> a.with("Content-Type", "application/json"),
        body);
    document(subject, seen, body);
    headers(subject, seen, body);
  }

  private static Message with(Message answer, String field, String value) {
    if (!(answer.json() instanceof ObjectNode json) || !json.has(field)) {
      return answer;
    }
    return answer.withBody(json.deepCopy().put(field, value));
  }

  /** Takes no notice of what makes a request conditional, repeatable or a page. */
  private void conditions(Probe probe, List<Exchange> seen) {
    for (String header : List.of("If-Match", "If-None-Match", "Idempotency-Key")) {
      Predicate<Message> has = r -> r.header(header).isPresent();
      boolean counts =
          seen.stream().anyMatch(e -> has.test(e.request()))
              && (probe.kind() == Probe.Kind.CONDITION || probe.name().equals("the same key again"))
              && !probe.name().contains("*");
      if (counts && !probe.name().equals("If-Match with several tags")) {
        plant(
            probe.toString(),
            CallLie.asks(
                "overlooks " + header, Calls.onPath(operation).and(has), r -> r.without(header)),
            probe::run);
      }
    }
    if (probe.name().equals("the same key again")) {
      String name = probe + ": answers a repeat with another id";
      plan.add(new Planted(new Forgetful(name, Calls.of(operation)), probe::run));
    }
    if (probe.name().startsWith("read at once by ")) {
      Operation read = Contract.all().operation(probe.name().replaceFirst(".* ", ""));
      String name = probe + ": reads what was there before";
      plan.add(new Planted(new Stale(name, Calls.of(read)), probe::run));
    }
    if (probe.name().equals("page by page")) {
      pages(probe, seen);
    }
  }

  private void pages(Probe probe, List<Exchange> seen) {
    Predicate<Message> paged = Calls.of(operation).and(r -> r.first().contains("limit="));
    Optional<Exchange> second =
        seen.stream().filter(e -> e.request().first().contains("cursor=")).findFirst();
    plant(
        probe.toString(),
        CallLie.asks("overlooks limit", paged, r -> parameter(r, "limit")),
        probe::run);
    if (second.isPresent()) {
      plant(
          probe.toString(),
          CallLie.asks(
              "overlooks cursor",
              paged.and(r -> r.first().contains("cursor=")),
              r -> parameter(r, "cursor")),
          probe::run);
    }
  }

  private static Message parameter(Message request, String name) {
    String first = request.first().replaceFirst("([?&])" + name + "=[^& ]*&?", "$1");
    return request.withFirst(first.replaceFirst("[?&] ", " "));
  }
}
