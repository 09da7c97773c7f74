package dev.parley.conformance.matrix;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.matrix.Caller.Credential;
import dev.parley.conformance.probe.Blank;
import dev.parley.conformance.topics.TopicAccess;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One field of the matrix: somebody asks for something.
 *
 * @param subject the operation, or the topic and the path of the socket
 */
public record Case(
    String subject, Caller caller, Verdict declared, Function<Caller, Verdict> asking) {
  /** Statuses of a request that got as far as its parameters, which {@link Blank} breaks. */
  private static final Set<Integer> REFUSED_LATER = Set.of(400, 415, 422);

  /** An operation, asked for by each of these. */
  public static List<Case> of(Operation operation, List<Caller> callers) {
    return callers.stream()
        .filter(caller -> caller.credential() != Credential.TICKET)
        .filter(caller -> caller.concerned().test(operation.scopes()))
        .map(
            caller ->
                new Case(
                    operation.toString(),
                    caller,
                    Verdict.declared(
                        !operation.isPublic(), operation.takesKeys(), operation.scopes(), caller),
                    c -> ask(operation, c)))
        .toList();
  }

  /** A topic, asked for by each of these on both of its paths. */
  public static List<Case> of(Topic topic, List<Caller> callers) {
    List<Case> cases = new ArrayList<>();
    for (String path : List.of(Sockets.EVERYTHING, topic.path())) {
      for (Caller caller : callers) {
        if (!caller.concerned().test(Set.of(topic.scope()))) {
          continue;
        }
        cases.add(
            new Case(
                topic.template() + " on " + path,
                caller,
                Verdict.declared(true, true, Set.of(topic.scope()), caller),
                c -> verdict(subscribe(topic, path, c))));
      }
    }
    return cases;
  }

  private static String subscribe(Topic topic, String path, Caller caller) {
    Map<String, String> shown = caller.shown().get();
    if (caller.credential() != Credential.TICKET) {
      return TopicAccess.ask(caller.suite(), topic, path, shown);
    }
    Request request =
        Request.of(Contract.all().operation("createWsTicket"), Map.of(), MissingNode.getInstance())
            .header("Authorization", shown.get("Authorization"));
    String ticket = caller.suite().api().call(request).json().path("ticket").asText();
    return TopicAccess.ask(caller.suite(), topic, path + "?ticket=" + ticket, Map.of());
  }

  /** Fails with an {@link AssertionError} unless the answer is the one that is declared. */
  public void run() {
    Verdict verdict = asking.apply(caller);
    if (verdict != declared) {
      throw new AssertionError(this + ": declared " + declared + ", was " + verdict);
    }
  }

  private static Verdict ask(Operation operation, Caller caller) {
    Request request = Blank.of(operation);
    for (Map.Entry<String, String> header : caller.shown().get().entrySet()) {
      request = request.header(header.getKey(), header.getValue());
    }
    Answer answer = caller.suite().api().call(request);
    String code = answer.json().path("code").asText();
    if (REFUSED_LATER.contains(answer.status())) {
      return Verdict.LET_IN;
    }
    if (answer.status() == 401) {
      return verdict(code);
    }
    if (answer.status() == 403 && verdict(code) == Verdict.PERMISSION_DENIED) {
      explained(answer, "requiredScopes", operation.scopes());
      explained(answer, "heldScopes", caller.held());
      return Verdict.PERMISSION_DENIED;
    }
    throw new AssertionError(answer.status() + " " + answer.body());
  }

  /** A refusal says what is required and what is held. */
  private static void explained(Answer answer, String field, Set<String> scopes) {
    Set<String> told = new TreeSet<>();
    answer.json().path(field).forEach(scope -> told.add(scope.asText()));
    if (!told.equals(new TreeSet<>(scopes))) {
      throw new AssertionError(field + " are " + scopes + ", not as in " + answer.body());
    }
  }

  private static Verdict verdict(String code) {
    for (Verdict verdict : Verdict.values()) {
      if (verdict.name().equals(code)) {
        return verdict;
      }
    }
    throw new AssertionError("answered " + code);
  }

  @Override
  public String toString() {
    return subject + " asked for by " + caller;
  }
}
