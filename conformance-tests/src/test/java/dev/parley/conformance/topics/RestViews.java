package dev.parley.conformance.topics;

import static dev.parley.conformance.Sockets.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a topic streams and what REST answers of it: one truth, and no seam between the two. */
final class RestViews {
  private static final Pattern POSITION =
      Pattern.compile("(?<topic>.+);epoch=(?<epoch>[^;]+);seq=(?<seq>[0-9]+)");

  private final Topic topic;
  private final String name;
  private final Operation list;
  private final Supplier<String> token;

  /**
   * @param list of what streams
   */
  RestViews(Topic topic, String name, Operation list, Supplier<String> token) {
    this.topic = topic;
    this.name = name;
    this.list = list;
    this.token = token;
  }

  /** The operation that lists what a topic streams; it says so with {@code x-stream}. */
  static Optional<Operation> list(Topic topic) {
    return Contract.all().operations().stream()
        .filter(o -> o.node().path("x-stream").asText().equals(topic.template()))
        .filter(o -> !o.path().contains("{"))
        .findFirst();
  }

  /** Whether what is listed has an id; the rest is valued anew with each answer. */
  boolean comparable() {
    JsonNode schema =
        list.response(list.success()).path("content").path("application/json").path("schema");
    JsonNode items = list.resolve(schema).at("/properties/items/items");
    return list.resolve(items).path("properties").has("id");
  }

  private Answer read(Suite suite) {
    Map<String, String> values = new HashMap<>(topic.values(name));
    for (JsonNode parameter : list.parameters()) {
      if (parameter.path("name").asText().equals("limit")) {
        values.put("limit", "100");
      } else if (parameter.at("/schema/type").asText().equals("boolean")) {
        values.put(parameter.path("name").asText(), "true");
      }
    }
    Request request = Request.of(list, values, MissingNode.getInstance());
    Answer answer = suite.api().call(request.token(Optional.of(token.get())));
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(list.success());
    return answer;
  }

  /** The position that a read tells can be resumed at once. */
  void readThenSubscribe(Suite suite) {
    Matcher position = POSITION.matcher(read(suite).header("Stream-Position"));
    assertThat(position.matches()).as("a position").isTrue();
    assertThat(position.group("topic")).isEqualTo(name);
    try (Dialogue dialogue = Dialogue.open(suite, EVERYTHING, token.get())) {
      long seq = Long.parseLong(position.group("seq"));
      List<JsonNode> answers = dialogue.ask(Sockets.resume("", name, position.group("epoch"), seq));
      JsonNode subscribed = TopicProbes.subscribed(answers, name);
      assertThat(subscribed.path("seq").asLong()).isEqualTo(seq);
      assertThat(subscribed.path("epoch").asText()).isEqualTo(position.group("epoch"));
      dialogue.socket().verify();
    }
  }

  /** The last event of each entity that has an id shows it as REST does, in the same version. */
  void agrees(Suite suite) {
    Map<String, JsonNode> told = new HashMap<>();
    try (Dialogue dialogue = Dialogue.open(suite, EVERYTHING, token.get())) {
      JsonNode head =
          TopicProbes.subscribed(dialogue.ask(TopicProbes.subscribe(name, false)), name);
      dialogue.ask(Sockets.resume("", name, head.path("epoch").asText(), 0));
      dialogue
          .events(name)
          .forEach(f -> f.path("data").forEach(d -> told.put(d.path("id").asText(), d)));
    }
    int compared = 0;
    for (JsonNode item : read(suite).json().path("items")) {
      JsonNode event = told.get(item.path("id").asText());
      if (event != null && item.has("id") && event.path("version").equals(item.path("version"))) {
        assertThat(event).as("told on %s", name).isEqualTo(item);
        compared++;
      }
    }
    assertThat(compared).as("compared").isPositive();
  }
}
