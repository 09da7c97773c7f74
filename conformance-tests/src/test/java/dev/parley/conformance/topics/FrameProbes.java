package dev.parley.conformance.topics;

import static dev.parley.conformance.Sockets.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.Suite;
import dev.parley.conformance.probe.Bodies;
import dev.parley.conformance.probe.Breach;
import dev.parley.conformance.topics.Probe.Kind;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Frames of a client that break one rule of their schema, and texts that are none. */
public final class FrameProbes {
  private FrameProbes() {}

  /**
   * @param token of anybody
   */
  public static List<Probe> all(Supplier<String> token) {
    List<Probe> all = new ArrayList<>();
    for (Message message : Messages.client().values()) {
      all.add(
          new Probe(Kind.BAD_FRAME, message.key(), suite -> broken(suite, token.get(), message)));
    }
    all.add(new Probe(Kind.BAD_FRAME, "no frame at all", suite -> noFrame(suite, token.get())));
    return all;
  }

  /** A socket lives through as many of them as it may say in a second. */
  private static void broken(Suite suite, String token, Message message) {
    ObjectNode valid = message.examples().get(message.examples().size() - 1).deepCopy();
    List<Breach> breaches =
        Bodies.breaches(message::resolve, message.node().path("payload"), valid);
    int said = 0;
    while (said < breaches.size()) {
      try (Dialogue dialogue = Dialogue.open(suite, EVERYTHING, token)) {
        // Each is followed by a ping.
        int end = Math.min(breaches.size(), said + dialogue.framesPerSecond() / 2);
        for (Breach breach : breaches.subList(said, end)) {
          // What is no object is no frame; all else is one that breaks its schema.
          String code = breach.value().isObject() ? "VALIDATION_ERROR" : "MALFORMED_REQUEST";
          refused(dialogue, breach.value().toString(), code, breach.value());
        }
        said = end;
      }
    }
  }

  private static void noFrame(Suite suite, String token) {
    try (Dialogue dialogue = Dialogue.open(suite, EVERYTHING, token)) {
      JsonNode none = MissingNode.getInstance();
      for (String text : List.of("", "{", "ping", "{\"type\":\"ping\",}", "{'type':'ping'}")) {
        refused(dialogue, text, "MALFORMED_REQUEST", none);
      }
      for (String text : List.of("[]", "null", "1", "\"ping\"")) {
        refused(dialogue, text, "MALFORMED_REQUEST", none);
      }
      refused(dialogue, "{}", "VALIDATION_ERROR", none);
      refused(dialogue, "{\"type\":\"order.placed\"}", "VALIDATION_ERROR", none);
    }
  }

  /** Told so, with the frame's own id where it has one that could be an id. */
  private static void refused(Dialogue dialogue, String text, String code, JsonNode frame) {
    List<JsonNode> answers = dialogue.say(text);
    assertThat(answers).as("answers to %s", text).hasSize(1);
    JsonNode error = answers.get(0);
    assertThat(error.path("type").asText()).as("%s to %s", error, text).isEqualTo("error");
    assertThat(error.path("code").asText()).as("%s to %s", error, text).isEqualTo(code);
    assertThat(error.path("recoverable").asBoolean()).as("%s to %s", error, text).isTrue();
    JsonNode id = frame.path("id");
    boolean possible = id.isTextual() && !id.asText().isEmpty() && id.asText().length() <= 64;
    assertThat(error.path("id").textValue())
        .as("id of %s to %s", error, text)
        .isEqualTo(possible ? id.asText() : null);
  }
}
