package dev.parley.conformance.topics;

import static dev.parley.conformance.Sockets.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.SmallServer;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.ws.FrameCheck;
import dev.parley.conformance.ws.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The budgets that AsyncAPI documents declare for what clients send ({@code x-rate-limit}, {@code
 * x-rate-limit-refused}), used up on the small server.
 */
public final class FrameBudgets {
  /** More than any budget of the small server. */
  private static final int ENOUGH = 300;

  private FrameBudgets() {}

  /** One declaration, and what shows that the server keeps it. */
  public sealed interface Case {
    /** The document that declares it. */
    String document();

    /** Uses it up; an {@link AssertionError} if it has no end or ends in another way. */
    void run(Suite suite);
  }

  /** Frames on the path of one document. */
  record Frames(String document, String path) implements Case {
    @Override
    public void run(Suite suite) {
      SmallServer server = suite.small();
      try (Socket socket = Sockets.open(server.url(), path, server.full(), suite.coverage())) {
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
  record Guesses(String document, String path) implements Case {
    @Override
    public void run(Suite suite) {
      for (int i = 0; i < ENOUGH; i++) {
        try (Socket socket =
            Socket.open(
                suite.small().url(),
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
    Contract.all()
        .asyncApis()
        .forEach(
            (module, document) -> {
              String path = document.path("channels").iterator().next().path("address").asText();
              for (JsonNode operation : document.path("operations")) {
                if (!operation.path("x-rate-limit").asText("none").equals("none")) {
                  all.add(new Frames(module, path));
                }
              }
              JsonNode refused = document.at("/components/messages/authenticate");
              if (refused.has("x-rate-limit-refused")) {
                all.add(new Guesses(module, path));
              }
            });
    return all;
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
