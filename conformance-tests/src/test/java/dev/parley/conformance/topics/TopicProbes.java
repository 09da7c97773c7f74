package dev.parley.conformance.topics;

import static dev.parley.conformance.Sockets.EVERYTHING;
import static dev.parley.conformance.Sockets.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.Suite;
import dev.parley.conformance.topics.Probe.Kind;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;

/** The cases of every topic: joined, resumed, left, and what may not be had. Thread-safe. */
public final class TopicProbes {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Candles of one minute take that long to close. */
  private static final Duration CANDLES = Duration.ofMinutes(3);

  private static final int PAST = 2;
  private static final int BEATS = 3;

  private final Suite direct;
  private final Cast cast;
  private final Set<String> ready = ConcurrentHashMap.newKeySet();

  /**
   * @param direct the server's own address, where whatever a case needs is brought about
   */
  public TopicProbes(Suite direct, Cast cast) {
    this.direct = direct;
    this.cast = cast;
  }

  /** All of them. */
  public List<Probe> all() {
    List<Probe> all = new ArrayList<>();
    Set<String> paths = new LinkedHashSet<>(List.of(EVERYTHING));
    for (Topic topic : Messages.topics()) {
      paths.add(topic.path());
      String name = example(topic);
      all.add(new Probe(Kind.JOINS, name, s -> joins(s, topic, name)));
      all.add(new Probe(Kind.LEAVES, name, s -> leaves(s, topic, name)));
      if (topic.hasPositions()) {
        all.add(new Probe(Kind.RESUMES, name, s -> resumes(s, topic, name)));
        all.add(new Probe(Kind.RESYNCS, name, s -> resyncs(s, name)));
      }
      RestViews.list(topic)
          .ifPresent(
              list -> {
                RestViews views = new RestViews(topic, name, list, cast::author);
                all.add(new Probe(Kind.READ_THEN_SUBSCRIBE, name, views::readThenSubscribe));
                if (topic.isPrivate() && views.comparable()) {
                  all.add(new Probe(Kind.AGREES_WITH_REST, name, views::agrees));
                }
              });
      if (topic.isPrivate()) {
        all.add(new Probe(Kind.OWN_EVENTS, name, s -> ownEvents(s, name)));
      }
      String other = otherPath(topic);
      all.add(new Probe(Kind.BAD_TOPIC, name + " on " + other, s -> notFound(s, other, name)));
      for (String bad : BadTopics.of(topic, name)) {
        all.add(new Probe(Kind.BAD_TOPIC, bad, s -> badTopic(s, bad)));
      }
    }
    all.add(new Probe(Kind.BAD_TOPIC, "no-such-topic", s -> badTopic(s, "no-such-topic")));
    all.add(new Probe(Kind.HEARTBEATS, EVERYTHING, this::heartbeats));
    return all;
  }

  /** One topic on the wire of each template. */
  public static String example(Topic topic) {
    return topic.examples().iterator().next();
  }

  private static String otherPath(Topic topic) {
    return Messages.topics().stream()
        .map(Topic::path)
        .filter(path -> !path.equals(topic.path()))
        .findFirst()
        .orElseThrow();
  }

  private Dialogue open(Suite suite, String path) {
    return Dialogue.open(suite, path, cast.author());
  }

  static ObjectNode subscribe(String topic, boolean snapshot) {
    return Sockets.subscribe("", snapshot, List.of(topic));
  }

  private static ObjectNode unsubscribe(String topic) {
    ObjectNode frame = JsonNodeFactory.instance.objectNode().put("type", "unsubscribe");
    frame.putArray("topics").add(topic);
    return frame;
  }

  /** The one answer to a subscription that succeeds. */
  static JsonNode subscribed(List<JsonNode> answers, String topic) {
    assertThat(answers).as("answers").isNotEmpty();
    JsonNode first = answers.get(0);
    assertThat(first.path("type").asText()).as("%s", first).isEqualTo("subscribed");
    assertThat(first.path("topic").asText()).isEqualTo(topic);
    return first;
  }

  static void refused(List<JsonNode> answers, String topic, String code) {
    assertThat(answers).as("answers").hasSize(1);
    JsonNode error = answers.get(0);
    assertThat(error.path("type").asText()).as("%s", error).isEqualTo("error");
    assertThat(error.path("code").asText()).as("%s", error).isEqualTo(code);
    assertThat(error.path("topic").asText()).as("%s", error).isEqualTo(topic);
    assertThat(error.path("recoverable").asBoolean()).as("%s", error).isTrue();
  }

  /** Joined with a snapshot on both its paths: at one position, and before any event. */
  private void joins(Suite suite, Topic topic, String name) {
    for (String path : List.of(EVERYTHING, topic.path())) {
      try (Dialogue dialogue = open(suite, path)) {
        List<JsonNode> answers = dialogue.ask(subscribe(name, true));
        subscribed(answers, name);
        assertThat(answers).as("answers").hasSize(2);
        JsonNode snapshot = answers.get(1);
        assertThat(snapshot.path("type").asText()).isEqualTo(topic.snapshot().type());
        assertThat(snapshot.path("topic").asText()).isEqualTo(name);
        if (!topic.isPrivate()) {
          dialogue.socket().await("event of " + name, f -> isLive(f, topic, name));
        }
      }
    }
  }

  /** An event that comes often, where there is one. */
  private static boolean isLive(JsonNode frame, Topic topic, String name) {
    return isEvent(frame, name)
        && (topic.events().stream().allMatch(topic::sequenced) || !frame.has("seq"));
  }

  private static boolean isEvent(JsonNode frame, String topic) {
    return frame.has("data")
        && frame.path("topic").asText().equals(topic)
        && !frame.path("type").asText().equals("snapshot");
  }

  /** All that came after a position, once more: complete, in order, none twice. */
  private void resumes(Suite suite, Topic topic, String name) {
    awaitPast(topic, name);
    try (Dialogue dialogue = open(suite, EVERYTHING)) {
      JsonNode head = subscribed(dialogue.ask(subscribe(name, false)), name);
      long seq = head.path("seq").asLong();
      long since = topic.isPrivate() ? 0 : seq - PAST;
      int before = dialogue.events(name).size();
      List<JsonNode> answers =
          dialogue.ask(Sockets.resume("", name, head.path("epoch").asText(), since));
      JsonNode subscribed = subscribed(answers, name);
      assertThat(answers).as("answers").hasSize(1);
      assertThat(subscribed.path("seq").asLong()).as("position joined at").isEqualTo(since);
      List<JsonNode> events = dialogue.events(name);
      long last =
          events.subList(before, events.size()).stream()
              .mapToLong(f -> f.path("seq").asLong())
              .max()
              .orElse(since);
      assertThat(last).as("last event since " + since).isGreaterThanOrEqualTo(seq);
      dialogue.socket().verify();
    }
  }

  /** Waits until there are some events to resume after; that takes time once in a run. */
  private void awaitPast(Topic topic, String name) {
    if (topic.isPrivate() || ready.contains(name)) {
      return;
    }
    try (Dialogue dialogue = open(direct, EVERYTHING)) {
      JsonNode unused =
          Awaitility.await(name + " at " + PAST)
              .atMost(CANDLES)
              .pollInterval(Duration.ofMillis(500))
              .until(
                  () -> subscribed(dialogue.ask(subscribe(name, false)), name),
                  at -> at.path("seq").asLong() >= PAST);
    }
    ready.add(name);
  }

  private void resyncs(Suite suite, String name) {
    try (Dialogue dialogue = open(suite, EVERYTHING)) {
      JsonNode head = subscribed(dialogue.ask(subscribe(name, false)), name);
      String epoch = head.path("epoch").asText();
      long seq = head.path("seq").asLong();
      resync(dialogue, Sockets.resume("", name, "another-epoch", seq), "epoch_changed", head);
      ObjectNode ahead = Sockets.resume("", name, epoch, seq + 1_000_000);
      resync(dialogue, ahead, "ahead_of_log", head);
      ((ObjectNode) ahead.at("/topics/0")).put("snapshot", true);
      List<JsonNode> answers = dialogue.ask(ahead);
      assertThat(answers.stream().map(f -> f.path("type").asText()))
          .containsExactly("resync_required", "subscribed", "snapshot");
    }
  }

  /** Told so, and where the topic stands, and not joined. */
  private static void resync(Dialogue dialogue, ObjectNode frame, String reason, JsonNode head) {
    List<JsonNode> answers = dialogue.ask(frame);
    assertThat(answers).as("answers").hasSize(1);
    JsonNode answer = answers.get(0);
    assertThat(answer.path("type").asText()).as("%s", answer).isEqualTo("resync_required");
    assertThat(answer.path("reason").asText()).as("%s", answer).isEqualTo(reason);
    assertThat(answer.path("topic")).isEqualTo(head.path("topic"));
    assertThat(answer.path("epoch")).isEqualTo(head.path("epoch"));
    assertThat(answer.path("seq").asLong()).isGreaterThanOrEqualTo(head.path("seq").asLong());
  }

  private void notFound(Suite suite, String path, String name) {
    try (Dialogue dialogue = open(suite, path)) {
      refused(dialogue.ask(subscribe(name, false)), name, "NOT_FOUND");
    }
  }

  /** A topic that is none: as a name it may keep its schema or not. */
  private void badTopic(Suite suite, String name) {
    try (Dialogue dialogue = open(suite, EVERYTHING)) {
      ObjectNode frame = subscribe(name, false).put("id", "bad");
      if (Messages.client().get("subscribe").check(frame).isEmpty()) {
        List<JsonNode> answers = dialogue.ask(frame);
        refused(answers, name, "NOT_FOUND");
      } else {
        List<JsonNode> answers = dialogue.say(frame.toString());
        assertThat(answers).as("answers").hasSize(1);
        assertThat(answers.get(0).path("code").asText()).isEqualTo("VALIDATION_ERROR");
        assertThat(answers.get(0).path("id").asText()).isEqualTo("bad");
      }
    }
  }

  /** Two users on the same topics, each of whom acts: either sees own events alone. */
  private void ownEvents(Suite suite, String name) {
    try (Dialogue author = open(suite, EVERYTHING);
        Dialogue stranger = Dialogue.open(suite, EVERYTHING, cast.stranger())) {
      JsonNode position = subscribed(stranger.ask(subscribe(name, false)), name);
      subscribed(author.ask(subscribe(name, false)), name);
      Cast.act(direct, cast.author());
      String last = author.barrier();
      assertThat(last).isNotEmpty();
      assertThat(stranger.events(name)).as("events of somebody else").isEmpty();
      List<JsonNode> again = stranger.ask(subscribe(name, false));
      assertThat(subscribed(again, name).path("seq")).isEqualTo(position.path("seq"));
      author.socket().verify();
    }
  }

  /** What is left is silent, and who left it is told. */
  private void leaves(Suite suite, Topic topic, String name) {
    try (Dialogue dialogue = open(suite, EVERYTHING);
        Dialogue other = open(direct, EVERYTHING)) {
      subscribed(dialogue.ask(subscribe(name, true)), name);
      List<JsonNode> left = dialogue.ask(unsubscribe(name));
      assertThat(left).as("answers").hasSize(1);
      assertThat(left.get(0).path("type").asText()).isEqualTo("unsubscribed");
      assertThat(left.get(0).path("topic").asText()).isEqualTo(name);
      subscribed(other.ask(subscribe(name, false)), name);
      if (topic.isPrivate()) {
        Cast.act(direct, cast.author());
        other.barrier();
      } else {
        other.socket().await("event of " + name, PATIENCE, f -> isEvent(f, name));
      }
      dialogue.barrier();
      dialogue.socket().verify();
    }
  }

  /** Three in time, and where each topic stands; the check of frames holds them to what came. */
  private void heartbeats(Suite suite) {
    try (Dialogue dialogue = Dialogue.open(suite, EVERYTHING, cast.stranger())) {
      JsonNode welcome = dialogue.frames(type("welcome")).get(0);
      Duration interval = Duration.ofSeconds(welcome.path("heartbeatSeconds").asLong());
      for (Topic topic : Messages.topics()) {
        subscribed(dialogue.ask(subscribe(example(topic), false)), example(topic));
      }
      Duration patience = interval.multipliedBy(BEATS + 2).plusSeconds(5);
      dialogue.socket().await("heartbeats", patience, BEATS, type("heartbeat"));
      dialogue.socket().verify();
    }
  }
}
