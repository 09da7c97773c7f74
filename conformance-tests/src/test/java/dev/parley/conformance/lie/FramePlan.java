package dev.parley.conformance.lie;

import static dev.parley.conformance.Sockets.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.conformance.topics.Probe;
import dev.parley.conformance.topics.Probe.Kind;
import dev.parley.conformance.topics.TopicProbes;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Message;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The lies about what is streamed, derived from the AsyncAPI documents. */
final class FramePlan {
  private static final String NOBODY = "00000000-0000-7000-8000-000000000000";

  private final List<Probe> probes;
  private final Witness witness;
  private final List<Planted> plan = new ArrayList<>();

  private FramePlan(List<Probe> probes, Witness witness) {
    this.probes = probes;
    this.witness = witness;
  }

  /**
   * @param probes the cases of the topics
   * @param witness of these cases, run without a lie
   */
  static List<Planted> of(List<Probe> probes, Witness witness) {
    FramePlan made = new FramePlan(probes, witness);
    for (Topic topic : Messages.topics()) {
      String name = TopicProbes.example(topic);
      topic.events().forEach(message -> made.event(topic, name, message));
      made.snapshot(topic, name);
      made.subscribed(topic, name);
      made.left(topic, name);
      made.refused(name);
      if (topic.hasPositions()) {
        made.resync(name);
      }
      if (topic.isPrivate()) {
        made.notOnes(topic, name);
        made.disagrees(topic, name);
      }
    }
    made.heartbeats();
    made.welcome();
    return made.plan;
  }

  /** Plants a lie for which the case has an occasion. */
  private void plant(Kind kind, String subject, FrameLie lie) {
    plant(kind, subject, lie, false);
  }

  private void plant(Kind kind, String subject, FrameLie lie, boolean patient) {
    for (Probe probe : probes) {
      if (probe.kind() == kind && probe.subject().startsWith(subject)) {
        if (witness.occasion(probe.toString(), lie)) {
          FrameLie named = new FrameLie(probe + ": " + lie.name(), lie.start());
          plan.add(new Planted(named, probe::run, patient));
        }
        return;
      }
    }
  }

  /** Every field of a message, dropped, of another type, or one too many. */
  private void fields(Kind kind, String subject, Predicate<JsonNode> which, Message message) {
    for (Falsehood one :
        Falsehood.of(message::resolve, message.node().path("payload"), message.examples().get(0))) {
      plant(kind, subject, FrameLie.change(message.type() + " " + one.name(), which, one.change()));
    }
  }

  private void value(
      Kind kind, String subject, Predicate<JsonNode> which, String pointer, JsonNode value) {
    plant(
        kind,
        subject,
        FrameLie.change(
            "says " + pointer + " is " + value,
            which,
            frame -> Falsehood.replace(frame, pointer, value)));
  }

  private void moved(Kind kind, String subject, Predicate<JsonNode> which, int by) {
    plant(
        kind,
        subject,
        FrameLie.change(
            "moves seq by " + by,
            which,
            f -> Falsehood.replace(f, "/seq", LongNode.valueOf(f.path("seq").asLong() + by))));
  }

  private void event(Topic topic, String name, Message message) {
    boolean sequenced = topic.sequenced(message);
    Kind kind = sequenced ? Kind.RESUMES : Kind.JOINS;
    Predicate<JsonNode> which = type(message.type(), name);
    fields(kind, name, which, message);
    for (Topic other : Messages.topics()) {
      String elsewhere = TopicProbes.example(other);
      if (!elsewhere.equals(name)) {
        value(kind, name, which, "/topic", TextNode.valueOf(elsewhere));
        break;
      }
    }
    topic.values(name).keySet().stream()
        .map(parameter -> "/data/" + resource(message) + "/" + parameter)
        .forEach(at -> value(kind, name, which, at, TextNode.valueOf("1d")));
    value(kind, name, which, "/time", TextNode.valueOf("2006-01-02T15:04:05Z"));
    value(kind, name, which, "/time", TextNode.valueOf("2106-01-02T15:04:05Z"));
    value(kind, name, which, "/data/entityId", TextNode.valueOf(NOBODY));
    if (topic.isPrivate()) {
      value(kind, name, which, "/data/userId", TextNode.valueOf(NOBODY));
    } else {
      plant(
          kind,
          name,
          FrameLie.change(
              message.type() + " is somebody's", which, f -> with(f, "data", "userId", NOBODY)));
    }
    topic.events().stream()
        .filter(m -> !m.equals(message) && topic.sequenced(m) != sequenced)
        .forEach(m -> value(kind, name, which, "/type", TextNode.valueOf(m.type())));
    if (sequenced) {
      Predicate<JsonNode> any = f -> f.has("seq") && f.path("topic").asText().equals(name);
      Predicate<JsonNode> events = any.and(f -> !type("subscribed").test(f));
      value(kind, name, which, "/epoch", TextNode.valueOf("another"));
      moved(kind, name, which, 1);
      moved(kind, name, which, -1);
      plant(kind, name, FrameLie.drops("drops " + message.type(), which));
      plant(kind, name, FrameLie.doubles("doubles " + message.type(), which));
      plant(
          kind, name, FrameLie.swaps("swaps " + message.type() + " with the next", which, events));
    } else {
      plant(kind, name, FrameLie.change(message.type() + " has a seq", which, f -> with(f, 1)));
    }
  }

  private static String resource(Message message) {
    for (var e : message.examples().get(0).path("data").properties()) {
      if (e.getValue().isObject()) {
        return e.getKey();
      }
    }
    throw new IllegalStateException(message.key() + " has no resource");
  }

  private static JsonNode with(JsonNode frame, String in, String field, String value) {
    JsonNode copy = frame.deepCopy();
    ((ObjectNode) copy.path(in)).put(field, value);
    return copy;
  }

  private static JsonNode with(JsonNode frame, long seq) {
    return ((ObjectNode) frame.deepCopy()).put("epoch", "e").put("seq", seq);
  }

  private void snapshot(Topic topic, String name) {
    Predicate<JsonNode> which = type("snapshot", name);
    fields(Kind.JOINS, name, which, topic.snapshot());
    value(Kind.JOINS, name, which, "/id", TextNode.valueOf("another"));
    plant(Kind.JOINS, name, FrameLie.drops("drops the snapshot", which));
    plant(Kind.JOINS, name, FrameLie.doubles("doubles the snapshot", which));
    plant(
        Kind.JOINS,
        name,
        FrameLie.swaps("sends the snapshot late", type("subscribed"), type("snapshot")));
    if (topic.hasPositions()) {
      moved(Kind.JOINS, name, which, 1);
      value(Kind.JOINS, name, which, "/epoch", TextNode.valueOf("another"));
    }
  }

  private void subscribed(Topic topic, String name) {
    Predicate<JsonNode> which = type("subscribed", name);
    fields(Kind.JOINS, name, which, Messages.control("subscribed"));
    value(Kind.JOINS, name, which, "/id", TextNode.valueOf("another"));
    value(Kind.JOINS, name, which, "/topic", TextNode.valueOf("no-such-topic"));
    plant(Kind.JOINS, name, FrameLie.drops("drops subscribed", which));
    if (topic.hasPositions()) {
      plant(
          Kind.JOINS,
          name,
          FrameLie.change(
              "tells no position",
              which,
              f -> Falsehood.drop(Falsehood.drop(f, "/seq"), "/epoch")));
      value(Kind.RESUMES, name, which, "/epoch", TextNode.valueOf("another"));
      value(Kind.READ_THEN_SUBSCRIBE, name, which, "/epoch", TextNode.valueOf("another"));
      moved(Kind.READ_THEN_SUBSCRIBE, name, which, 1);
    }
  }

  private void left(Topic topic, String name) {
    Predicate<JsonNode> which = type("unsubscribed", name);
    fields(Kind.LEAVES, name, which, Messages.control("unsubscribed"));
    value(Kind.LEAVES, name, which, "/topic", TextNode.valueOf("no-such-topic"));
    plant(Kind.LEAVES, name, FrameLie.drops("drops unsubscribed", which));
    Message event = topic.events().get(0);
    plant(
        Kind.LEAVES,
        name,
        FrameLie.first(
            "goes on after unsubscribed", which, f -> List.of(f, event.examples().get(0))));
  }

  private void refused(String name) {
    Predicate<JsonNode> which = type("error");
    UnaryOperator<JsonNode> join =
        f -> {
          ObjectNode copy = f.deepCopy();
          return copy.put("type", "subscribed").without(List.of("code", "detail", "recoverable"));
        };
    for (Kind kind : List.of(Kind.LACKS_SCOPE, Kind.NO_CREDENTIALS)) {
      value(kind, name, which, "/code", TextNode.valueOf("NOT_FOUND"));
      value(kind, name, which, "/recoverable", BooleanNode.FALSE);
      value(kind, name, which, "/id", TextNode.valueOf("another"));
      plant(kind, name, FrameLie.drops("drops the refusal", which));
      plant(kind, name, FrameLie.change("lets in", which, join));
    }
    fields(Kind.LACKS_SCOPE, name, which, Messages.control("error"));
    value(Kind.LACKS_SCOPE, name, which, "/topic", TextNode.valueOf("another"));
    plant(Kind.BAD_TOPIC, name, FrameLie.change("lets in", which, join));
    value(Kind.BAD_TOPIC, name, which, "/code", TextNode.valueOf("PERMISSION_DENIED"));
  }

  private void resync(String name) {
    Predicate<JsonNode> which = type("resync_required", name);
    fields(Kind.RESYNCS, name, which, Messages.control("resync_required"));
    value(Kind.RESYNCS, name, which, "/reason", TextNode.valueOf("expired"));
    value(Kind.RESYNCS, name, which, "/epoch", TextNode.valueOf("another-epoch"));
    value(Kind.RESYNCS, name, which, "/seq", IntNode.valueOf(-1));
    value(Kind.RESYNCS, name, which, "/topic", TextNode.valueOf("no-such-topic"));
    value(Kind.RESYNCS, name, which, "/type", TextNode.valueOf("subscribed"));
    plant(Kind.RESYNCS, name, FrameLie.drops("drops resync_required", which));
  }

  private void notOnes(Topic topic, String name) {
    Message event = topic.events().get(0);
    plant(
        Kind.OWN_EVENTS,
        name,
        FrameLie.first(
            "delivers another user's event",
            type("subscribed", name),
            f -> {
              JsonNode other = with(event.examples().get(0), f.path("seq").asLong() + 1);
              return List.of(f, Falsehood.replace(other, "/epoch", f.path("epoch")));
            }));
  }

  /** Values that the schema lets pass and REST contradicts. */
  private void disagrees(Topic topic, String name) {
    if (probes.stream()
        .noneMatch(p -> p.kind() == Kind.AGREES_WITH_REST && p.subject().equals(name))) {
      return;
    }
    for (Message message : topic.events()) {
      // The event that ends an entity's life is the last of it, so it is the one compared.
      if (!message.type().matches(".*\\.(placed|partially-filled|established)")) {
        String resource = resource(message);
        JsonNode sample = message.examples().get(0).at("/data/" + resource);
        sample
            .properties()
            .forEach(
                e -> {
                  if (!e.getKey().equals("id") && !e.getKey().equals("version")) {
                    plausible(name, message, "/data/" + resource + "/" + e.getKey());
                  }
                });
      }
    }
  }

  private void plausible(String name, Message message, String pointer) {
    UnaryOperator<JsonNode> change =
        f -> {
          String text = f.at(pointer).asText();
          JsonNode other =
              text.matches("-?[0-9.]+")
                  ? TextNode.valueOf("7" + text.replace("-", ""))
                  : text.matches("[0-9-]+T.*Z") ? TextNode.valueOf("2026-01-02T03:04:05Z") : null;
          return other == null ? f : Falsehood.replace(f, pointer, other);
        };
    JsonNode example = message.examples().get(0);
    if (!change.apply(example).equals(example)) {
      plant(
          Kind.AGREES_WITH_REST,
          name,
          FrameLie.change(
              message.type() + " tells another " + pointer, type(message.type()), change));
    }
  }

  private void heartbeats() {
    Predicate<JsonNode> which = type("heartbeat");
    // Of three heartbeats the first tells nothing that could be compared.
    Kind kind = Kind.HEARTBEATS;
    List<FrameLie> lies = new ArrayList<>();
    lies.add(FrameLie.dropsAll("forgets the heartbeats", which));
    lies.add(
        new FrameLie(
            "tells a position that never comes",
            () -> f -> each(f, which, "/positions/0/seq", LongNode.valueOf(9_000_000))));
    lies.add(
        new FrameLie(
            "tells another epoch",
            () -> f -> each(f, which, "/positions/0/epoch", TextNode.valueOf("another"))));
    lies.add(
        new FrameLie(
            "tells nothing of a topic",
            () ->
                f ->
                    f.isText() && which.test(f.json())
                        ? List.of(Frame.text(without(f.json())))
                        : List.of(f)));
    Message message = Messages.control("heartbeat");
    for (Falsehood one :
        Falsehood.of(message::resolve, message.node().path("payload"), message.examples().get(0))) {
      lies.add(FrameLie.change(one.name(), which, one.change()));
    }
    for (FrameLie lie : lies) {
      plant(kind, "", lie, true);
    }
  }

  private static List<Frame> each(
      Frame frame, Predicate<JsonNode> which, String pointer, JsonNode value) {
    if (!frame.isText() || !which.test(frame.json())) {
      return List.of(frame);
    }
    return List.of(Frame.text(Falsehood.replace(frame.json(), pointer, value)));
  }

  private static JsonNode without(JsonNode heartbeat) {
    JsonNode copy = heartbeat.deepCopy();
    ((ArrayNode) copy.path("positions")).remove(0);
    return copy;
  }

  private void welcome() {
    String name = TopicProbes.example(Messages.topics().get(0));
    Predicate<JsonNode> which = type("welcome");
    fields(Kind.JOINS, name, which, Messages.control("welcome"));
    value(Kind.JOINS, name, which, "/time", TextNode.valueOf("2006-01-02T15:04:05Z"));
    plant(Kind.JOINS, name, FrameLie.drops("drops the welcome", which));
    for (String code : List.of("AUTH_FAILED")) {
      plant(
          Kind.BAD_CREDENTIALS,
          "",
          FrameLie.change(
              "another code than " + code,
              type("error"),
              f -> Falsehood.replace(f, "/code", TextNode.valueOf("UNAUTHENTICATED"))));
    }
    plant(Kind.BAD_CREDENTIALS, "", FrameLie.closes("closes with 1000", 1000));
    plant(Kind.BAD_CREDENTIALS, "", FrameLie.closes("closes with 4001", 4001));
    plant(Kind.BAD_CREDENTIALS, "", FrameLie.drops("closes without a word", type("error")));
    for (Message message : Messages.client().values()) {
      Predicate<JsonNode> error = type("error");
      value(Kind.BAD_FRAME, message.key(), error, "/code", TextNode.valueOf("NOT_FOUND"));
      value(Kind.BAD_FRAME, message.key(), error, "/recoverable", BooleanNode.FALSE);
      plant(Kind.BAD_FRAME, message.key(), FrameLie.drops("takes it", error));
      plant(
          Kind.BAD_FRAME,
          message.key(),
          FrameLie.change("forgets the id", error, f -> Falsehood.drop(f, "/id")));
    }
  }
}
