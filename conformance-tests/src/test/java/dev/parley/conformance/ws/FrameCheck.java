package dev.parley.conformance.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Coverage;
import dev.parley.conformance.ws.Messages.Message;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds the frames of one {@code parley.v1} socket against the contract: a known type, its schema,
 * and per topic positions without a gap, from the one joined at. Used by one socket.
 */
public final class FrameCheck implements Function<JsonNode, List<String>> {
  private final Coverage coverage;
  private final Map<String, JsonNode> positions = new HashMap<>();

  public FrameCheck(Coverage coverage) {
    this.coverage = coverage;
  }

  @Override
  public List<String> apply(JsonNode frame) {
    Optional<Message> message = Messages.of(frame);
    if (message.isEmpty()) {
      return List.of("no contract has this type on this topic");
    }
    List<String> found = new ArrayList<>(message.get().check(frame));
    position(frame, message.get(), found);
    if (found.isEmpty()) {
      coverage.message(message.get().document(), message.get().key());
    }
    return found;
  }

  private void position(JsonNode frame, Message message, List<String> found) {
    String name = frame.path("topic").asText();
    Optional<Topic> topic = Messages.topic(name);
    if (topic.isEmpty()) {
      return;
    }
    JsonNode before = positions.get(name);
    if (message.type().equals("subscribed")) {
      coverage.topic(topic.get().template());
      if (frame.has("seq") != topic.get().hasPositions()) {
        found.add("a position is there or not against x-delivery");
      }
      positions.put(name, frame);
    } else if (message.equals(topic.get().snapshot())) {
      if (before == null || !same(frame, before, 0)) {
        found.add("the snapshot is not at the position joined at, " + before);
      }
    } else if (topic.get().events().contains(message)) {
      if (topic.get().sequenced(message) != frame.has("seq")) {
        found.add("a position is there or not against x-delivery");
      } else if (frame.has("seq")) {
        if (before == null || !same(frame, before, 1)) {
          found.add("the event does not follow " + before);
        }
        positions.put(name, frame);
      }
    }
  }

  private static boolean same(JsonNode frame, JsonNode before, int step) {
    return frame.path("epoch").equals(before.path("epoch"))
        && frame.path("seq").asLong() == before.path("seq").asLong() + step;
  }
}
