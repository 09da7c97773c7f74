package dev.parley.conformance.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Coverage;
import dev.parley.conformance.ws.Messages.Message;
import dev.parley.conformance.ws.Messages.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order of the frames of one socket: welcome first, events of joined topics alone and gapless
 * from the position joined at, a snapshot before them, heartbeats that tell what has come. Used by
 * one socket.
 */
final class StreamCheck {
  /** How much later than promised a heartbeat may be on a machine that is busy. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final Coverage coverage;
  private final Map<String, Joined> joined = new HashMap<>();
  private boolean welcomed;
  private Duration interval = Duration.ZERO;
  private Instant beat = Instant.MAX;

  /** A topic that was joined, and how far it has come. */
  private static final class Joined {
    private String epoch = "";
    private long seq;
    private boolean fresh = true;

    /** What had come at the heartbeat before, and what that told; nothing before the first. */
    private @Nullable Long seenThen;

    private long toldThen;

    private Joined(JsonNode subscribed) {
      at(subscribed);
    }

    private void at(JsonNode frame) {
      epoch = frame.path("epoch").asText();
      seq = frame.path("seq").asLong();
    }

    private boolean same(JsonNode frame, long expected) {
      return frame.path("epoch").asText().equals(epoch) && frame.path("seq").asLong() == expected;
    }

    @Override
    public String toString() {
      return epoch + " " + seq;
    }
  }

  StreamCheck(Coverage coverage) {
    this.coverage = coverage;
  }

  void check(JsonNode frame, Message message, List<String> found) {
    String name = frame.path("topic").asText();
    switch (message.type()) {
      case "welcome" -> welcome(frame);
      case "subscribed" -> subscribed(frame, name, found);
      case "unsubscribed", "resync_required" -> joined.remove(name);
      case "heartbeat" -> heartbeat(frame, found);
      case "pong" -> inTime(frame, found);
      case "lagged" -> lagged(frame, name, found);
      default -> Messages.topic(name).ifPresent(t -> content(frame, message, t, found));
    }
    if (!welcomed && !message.type().equals("error")) {
      found.add("comes before the welcome");
    }
  }

  private void welcome(JsonNode frame) {
    if (!welcomed) {
      beat = Instant.parse(frame.path("time").asText());
    }
    welcomed = true;
    interval = Duration.ofSeconds(frame.path("heartbeatSeconds").asLong());
  }

  private void subscribed(JsonNode frame, String name, List<String> found) {
    Optional<Topic> topic = Messages.topic(name);
    if (topic.isEmpty()) {
      found.add("no contract has this topic");
      return;
    }
    coverage.topic(topic.get().template());
    positioned(frame, topic.get().hasPositions(), found);
    joined.put(name, new Joined(frame));
  }

  private static void positioned(JsonNode frame, boolean expected, List<String> found) {
    if (frame.has("seq") != expected || frame.has("epoch") != expected) {
      found.add("a position is there or not against x-delivery");
    }
  }

  private void content(JsonNode frame, Message message, Topic topic, List<String> found) {
    Joined here = joined.get(frame.path("topic").asText());
    boolean snapshot = message.equals(topic.snapshot());
    if (!snapshot && !topic.events().contains(message)) {
      return;
    }
    if (here == null) {
      found.add("the topic is not joined");
      return;
    }
    if (snapshot) {
      positioned(frame, topic.hasPositions(), found);
      if (!here.fresh || (topic.hasPositions() && !here.same(frame, here.seq))) {
        found.add("the snapshot is not at the position joined at, " + here);
      }
    } else {
      positioned(frame, topic.sequenced(message), found);
      if (topic.sequenced(message)) {
        if (!here.same(frame, here.seq + 1)) {
          found.add("the event does not follow " + here);
        }
        here.at(frame);
      }
    }
    here.fresh = false;
  }

  private void lagged(JsonNode frame, String name, List<String> found) {
    if (!joined.containsKey(name)) {
      found.add("the topic is not joined");
    }
    if (frame.path("from").asLong() > frame.path("to").asLong()) {
      found.add("from is after to");
    }
  }

  /**
   * A position is read a little before the heartbeat is sent, so it is held against what had come
   * at the heartbeat before; and what that told must have come by now.
   */
  private void heartbeat(JsonNode frame, List<String> found) {
    inTime(frame, found);
    beat = Instant.parse(frame.path("time").asText());
    Map<String, JsonNode> positions = new HashMap<>();
    for (JsonNode position : frame.path("positions")) {
      if (positions.put(position.path("topic").asText(), position) != null) {
        found.add("a topic stands there twice");
      }
    }
    joined.forEach(
        (name, here) -> {
          JsonNode position = positions.get(name);
          if (here.epoch.isEmpty()) {
            return;
          }
          Long seen = here.seenThen;
          if (seen != null) {
            if (position == null) {
              found.add("tells nothing of " + name);
            } else if (position.path("seq").asLong() < seen) {
              found.add("tells less of " + name + " than had come, " + seen);
            }
            if (here.seq < here.toldThen) {
              found.add(name + " is at " + here.seq + ", the heartbeat before told more");
            }
          }
          if (position != null && !position.path("epoch").asText().equals(here.epoch)) {
            found.add("another epoch of " + name + " than " + here);
          }
          here.seenThen = here.seq;
          here.toldThen = position == null ? 0 : position.path("seq").asLong();
        });
  }

  private void inTime(JsonNode frame, List<String> found) {
    Instant now = Instant.parse(frame.path("time").asText());
    if (welcomed && now.isAfter(beat.plus(interval.multipliedBy(2)).plus(GRACE))) {
      found.add("no heartbeat since " + beat);
    }
  }
}
