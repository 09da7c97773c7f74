package dev.parley.conformance.probe;

import static dev.parley.conformance.Sockets.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Api;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.ws.FrameCheck;
import dev.parley.conformance.ws.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The budgets of frames ({@code x-rate-limit} in AsyncAPI documents) and of credentials that are
 * refused ({@code x-rate-limit-refused}), used up on a server of their own, where they are small.
 */
public final class Budgets {
  /** What a server needs to have them. */
  public static final Map<String, String> SETTINGS =
      Map.of("RATE_LIMIT_FRAME", "5", "RATE_LIMIT_REFUSED", "5");

  /** More than any of them. */
  private static final int ENOUGH = 30;

  private static final String REFUSED = "x-rate-limit-refused";

  private Budgets() {}

  /** One declaration, and what shows that a server keeps it. */
  public sealed interface Case {
    /** The document that declares it, as a resource. */
    String document();

    /** The path of the socket, or the operationId. */
    String subject();

    /** Where in the document the line stands. */
    String pointer();

    /** What the line is called. */
    String line();

    /** Uses it up; an {@link AssertionError} if it has no end or ends in another way. */
    void run(Suite suite);
  }

  /** Frames on the path of one document. */
  record Frames(String document, String subject, String pointer) implements Case {
    @Override
    public String line() {
      return "x-rate-limit";
    }

    @Override
    public void run(Suite suite) {
      String token = suite.token("user");
      try (Socket socket = Sockets.open(suite.terse(), subject, token, suite.coverage())) {
        for (int i = 0; i < ENOUGH; i++) {
          String id = "p" + i;
          ObjectNode ping = JsonNodeFactory.instance.objectNode().put("type", "ping");
          Sockets.send(socket, suite.coverage(), ping.put("id", id));
          JsonNode answer = socket.await("an answer", Sockets.answer(id));
          if (!answer.path("type").asText().equals("pong")) {
            requireExceeded(answer, true);
            return;
          }
        }
      }
      throw new AssertionError("no end after " + ENOUGH + " frames");
    }

    @Override
    public String toString() {
      return "frames on " + subject;
    }
  }

  /** Tokens that are refused. */
  record Guesses(String document, String subject, String pointer) implements Case {
    @Override
    public String line() {
      return REFUSED;
    }

    @Override
    public void run(Suite suite) {
      for (int i = 0; i < ENOUGH; i++) {
        try (Socket socket =
            Socket.open(
                suite.terse(),
                subject,
                Optional.of("guess" + i),
                Optional.of(Sockets.PROTOCOL),
                new FrameCheck(suite.coverage(), Optional.empty()))) {
          JsonNode answer = socket.await("a refusal", type("error"));
          int code = socket.awaitClose();
          if (code != 4401) {
            requireExceeded(answer, false);
            if (code != 4429) {
              throw new AssertionError("closed with " + code);
            }
            return;
          }
        }
      }
      throw new AssertionError("no end after " + ENOUGH + " refused tokens");
    }

    @Override
    public String toString() {
      return "refused tokens on " + subject;
    }
  }

  /** Keys that are none, for one operation; a token that holds is taken nevertheless. */
  record Keys(Operation operation) implements Case {
    @Override
    public String document() {
      return operation.resource();
    }

    @Override
    public String subject() {
      return operation.id();
    }

    @Override
    public String pointer() {
      return operation.pointer();
    }

    @Override
    public String line() {
      return REFUSED;
    }

    @Override
    public void run(Suite suite) {
      Api api = new Api(suite.terse(), suite.coverage());
      Request request = Blank.of(operation);
      for (int i = 0; i < ENOUGH; i++) {
        Answer answer = api.call(request.apiKey("ak_guess" + i));
        if (answer.status() == 429) {
          Small.requireExhausted(answer);
          int status = api.call(request.token(Optional.of(suite.token("viewer")))).status();
          if (status == 429 || status == 401) {
            throw new AssertionError("a token that holds: " + status);
          }
          return;
        }
        Refusal.require(answer, 401, "AUTH_FAILED");
      }
      throw new AssertionError("no end after " + ENOUGH + " keys");
    }

    @Override
    public String toString() {
      return "refused keys for " + operation.id();
    }
  }

  /** A case for each declaration. */
  public static List<Case> all() {
    List<Case> all = new ArrayList<>();
    Contract.all().asyncApis().forEach((module, document) -> all.addAll(of(module, document)));
    Contract.all().operations().stream()
        .filter(operation -> operation.node().has(REFUSED))
        .forEach(operation -> all.add(new Keys(operation)));
    return all;
  }

  private static List<Case> of(String module, JsonNode document) {
    List<Case> cases = new ArrayList<>();
    String resource = "specs/" + module + "/asyncapi.json";
    String path = document.path("channels").iterator().next().path("address").asText();
    for (Map.Entry<String, JsonNode> operation : document.path("operations").properties()) {
      if (operation.getValue().has("x-rate-limit")) {
        cases.add(new Frames(resource, path, "/operations/" + operation.getKey()));
      }
    }
    for (Map.Entry<String, JsonNode> message : document.at("/components/messages").properties()) {
      if (message.getValue().has(REFUSED)) {
        cases.add(new Guesses(resource, path, "/components/messages/" + message.getKey()));
      }
    }
    return cases;
  }

  private static void requireExceeded(JsonNode error, boolean recoverable) {
    boolean right =
        error.path("code").asText().equals("RATE_LIMIT_EXCEEDED")
            && error.path("recoverable").asBoolean() == recoverable
            && error.path("retryAfterMs").asInt() >= 1
            && error.path("retryAfterMs").asInt() <= 60_000;
    if (!right) {
      throw new AssertionError(error.toString());
    }
  }
}
