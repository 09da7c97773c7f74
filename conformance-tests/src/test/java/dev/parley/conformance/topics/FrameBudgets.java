package dev.parley.conformance.topics;

import static dev.parley.conformance.Sockets.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.ws.FrameCheck;
import dev.parley.conformance.ws.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The budgets that AsyncAPI documents declare for what clients send ({@code x-rate-limit}, {@code
 * x-rate-limit-refused}), used up on a server of their own, where they are small.
 */
public final class FrameBudgets {
  /** What a server needs to have them. */
  public static final Map<String, String> SETTINGS =
      Map.of("RATE_LIMIT_FRAME", "5", "RATE_LIMIT_LOGIN_ADDRESS", "5");

  /** More than any of them. */
  private static final int ENOUGH = 30;

  private FrameBudgets() {}

  /** One declaration, and what shows that a server keeps it. */
  public sealed interface Case {
    /** The document that declares it. */
    String document();

    /** On whose path. */
    String path();

    /** Where in the document the line stands. */
    String pointer();

    /** What the line is called. */
    String line();

    /**
     * Uses it up; an {@link AssertionError} if it has no end or ends in another way.
     *
     * @param suite whose users ask
     * @param server that has {@link #SETTINGS}
     */
    void run(Suite suite, URI server);
  }

  /** Frames on the path of one document. */
  record Frames(String document, String path, String pointer) implements Case {
    @Override
    public String line() {
      return "x-rate-limit";
    }

    @Override
    public void run(Suite suite, URI server) {
      String token = suite.token("user");
      try (Socket socket = Sockets.open(server, path, token, suite.coverage())) {
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
      return "frames on " + path;
    }
  }

  /** Tokens that are refused. */
  record Guesses(String document, String path, String pointer) implements Case {
    @Override
    public String line() {
      return "x-rate-limit-refused";
    }

    @Override
    public void run(Suite suite, URI server) {
      for (int i = 0; i < ENOUGH; i++) {
        try (Socket socket =
            Socket.open(
                server,
                path,
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
      return "refused tokens on " + path;
    }
  }

  /** A case for each declaration. */
  public static List<Case> all() {
    List<Case> all = new ArrayList<>();
    Contract.all().asyncApis().forEach((module, document) -> all.addAll(of(module, document)));
    return all;
  }

  private static List<Case> of(String module, JsonNode document) {
    List<Case> cases = new ArrayList<>();
    String path = document.path("channels").iterator().next().path("address").asText();
    for (Map.Entry<String, JsonNode> operation : document.path("operations").properties()) {
      if (operation.getValue().has("x-rate-limit")) {
        cases.add(new Frames(module, path, "/operations/" + operation.getKey()));
      }
    }
    for (Map.Entry<String, JsonNode> message : document.at("/components/messages").properties()) {
      if (message.getValue().has("x-rate-limit-refused")) {
        cases.add(new Guesses(module, path, "/components/messages/" + message.getKey()));
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
