package dev.parley.conformance.topics;

import static dev.parley.conformance.Sockets.EVERYTHING;
import static dev.parley.conformance.Sockets.type;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Coverage;
import dev.parley.conformance.Suite;
import dev.parley.conformance.topics.Probe.Kind;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Sockets without credentials, with bad ones, and without the scope of a topic. */
public final class AccessProbes {
  private static final int REFUSED = 4401;

  private AccessProbes() {}

  private static Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>(List.of(EVERYTHING));
    Messages.topics().forEach(topic -> paths.add(topic.path()));
    return paths;
  }

  /** Nobody's sockets, on every path and for every topic. */
  public static List<Probe> withoutCredentials() {
    List<Probe> all = new ArrayList<>();
    for (Topic topic : Messages.topics()) {
      String name = TopicProbes.example(topic);
      all.add(new Probe(Kind.NO_CREDENTIALS, name, s -> unauthenticated(s, topic, name)));
    }
    for (String path : paths()) {
      all.add(new Probe(Kind.BAD_CREDENTIALS, path, s -> refused(s, path, "no.such.token")));
    }
    all.add(new Probe(Kind.NEVER_AUTHENTICATES, EVERYTHING, AccessProbes::leftAlone));
    return all;
  }

  /**
   * Sockets whose token was good once.
   *
   * @param expired an access token of the server that is over
   */
  public static List<Probe> expired(Supplier<String> expired) {
    List<Probe> all = new ArrayList<>();
    for (String path : paths()) {
      all.add(
          new Probe(Kind.BAD_CREDENTIALS, path + " expired", s -> refused(s, path, expired.get())));
    }
    return all;
  }

  /**
   * Sockets of a caller who holds none of the topics' scopes.
   *
   * @param limited a token of such a caller
   * @param coverage that counts the refusals
   */
  public static List<Probe> withoutScope(Supplier<String> limited, Coverage coverage) {
    List<Probe> all = new ArrayList<>();
    for (Topic topic : Messages.topics()) {
      String name = TopicProbes.example(topic);
      for (String path : List.of(EVERYTHING, topic.path())) {
        all.add(
            new Probe(
                Kind.LACKS_SCOPE,
                name + " on " + path,
                s -> {
                  forbidden(s, topic, path, limited.get());
                  coverage.topicRefused(topic.template());
                }));
      }
    }
    return all;
  }

  /** Before credentials every frame but those is refused; the socket may still present some. */
  private static void unauthenticated(Suite suite, Topic topic, String name) {
    try (Dialogue dialogue = Dialogue.unwelcome(suite, topic.path(), Optional.empty())) {
      List<JsonNode> answers = dialogue.ask(TopicProbes.subscribe(name, true));
      assertThat(answers).as("answers").hasSize(1);
      assertThat(answers.get(0).path("code").asText())
          .as("%s", answers.get(0))
          .isEqualTo("UNAUTHENTICATED");
      assertThat(answers.get(0).path("recoverable").asBoolean()).isTrue();
      assertThat(dialogue.frames(type("welcome"))).as("welcome").isEmpty();
    }
  }

  private static void refused(Suite suite, String path, String token) {
    try (Dialogue dialogue = Dialogue.unwelcome(suite, path, Optional.of(token))) {
      over(dialogue);
      assertThat(dialogue.socket().frames()).as("frames").hasSize(1);
    }
  }

  private static void leftAlone(Suite suite) {
    try (Dialogue dialogue = Dialogue.unwelcome(suite, EVERYTHING, Optional.empty())) {
      over(dialogue);
    }
  }

  /** Told why, and closed. */
  private static void over(Dialogue dialogue) {
    JsonNode frame = dialogue.socket().await("error or welcome", type("error").or(type("welcome")));
    assertThat(frame.path("code").asText()).as("%s", frame).isEqualTo("AUTH_FAILED");
    assertThat(frame.path("recoverable").asBoolean()).as("%s", frame).isFalse();
    assertThat(dialogue.socket().awaitClose()).isEqualTo(REFUSED);
  }

  private static void forbidden(Suite suite, Topic topic, String path, String token) {
    String name = TopicProbes.example(topic);
    try (Dialogue dialogue = Dialogue.open(suite, path, token)) {
      List<JsonNode> answers = dialogue.ask(TopicProbes.subscribe(name, true));
      TopicProbes.refused(answers, name, "PERMISSION_DENIED");
      JsonNode error = answers.getFirst();
      assertThat(error.path("requiredScopes"))
          .as("required")
          .hasToString("[\"" + topic.scope() + "\"]");
      assertThat(error.path("heldScopes")).as("held").isNotEmpty();
      assertThat(error.path("heldScopes")).as("held").doesNotContain(error.at("/requiredScopes/0"));
      assertThat(dialogue.events(name)).as("events").isEmpty();
    }
  }
}
