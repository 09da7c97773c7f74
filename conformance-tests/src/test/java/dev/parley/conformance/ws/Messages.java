package dev.parley.conformance.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Schemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The messages and topics of all AsyncAPI documents. Immutable. */
public final class Messages {
  private static final String COMMON = "common";
  private static final Messages ALL = new Messages();

  private final Map<String, Message> control = new LinkedHashMap<>();
  private final Map<String, Message> client = new LinkedHashMap<>();
  private final List<Topic> topics = new ArrayList<>();

  /**
   * A message of a contract.
   *
   * @param document the module, {@code common} for the frames of the protocol
   * @param type what its frames have as {@code type}
   * @param root the document that it stands in
   * @param entity what {@code entityId} is, a template over {@code data}; null where there is none
   */
  public record Message(
      String document,
      String key,
      String type,
      JsonNode node,
      JsonNode root,
      Schemas schemas,
      @Nullable String entity) {
    public List<JsonNode> examples() {
      List<JsonNode> result = new ArrayList<>();
      node.path("examples").forEach(example -> result.add(example.path("payload")));
      return result;
    }

    /** What breaks its schema. */
    public List<String> check(JsonNode frame) {
      return schemas.check(node.path("payload"), frame);
    }

    /** Follows a reference within its document; what is none is answered as it is. */
    public JsonNode resolve(JsonNode node) {
      return Messages.resolve(root, node);
    }

    String name() {
      return document + " " + key;
    }
  }

  /**
   * A topic of a contract.
   *
   * @param events its messages, the snapshot apart
   * @param delivery {@code log}, {@code sequenced} or {@code conflated}; a message may have its own
   * @param parameters the schemas of its parameters, by name, in their order
   */
  public record Topic(
      String module,
      String path,
      String template,
      String scope,
      String delivery,
      JsonNode node,
      Map<String, JsonNode> parameters,
      List<Message> events,
      Message snapshot) {
    /** Whether a topic on the wire is of this template. */
    public boolean matches(String topic) {
      return Pattern.matches(template.replaceAll("\\{[^}]+}", "[^:]+"), topic);
    }

    /** The values of its parameters in a topic on the wire. */
    public Map<String, String> values(String topic) {
      List<String> names = List.of(template.split(":"));
      List<String> given = List.of(topic.split(":"));
      Map<String, String> result = new LinkedHashMap<>();
      for (int i = 1; i < names.size(); i++) {
        result.put(names.get(i).replaceAll("[{}]", ""), given.get(i));
      }
      return result;
    }

    /** Whether each user has one of his own. */
    public boolean isPrivate() {
      return node.path("x-audience").asText().equals("user");
    }

    /** The topics on the wire that the examples of its messages name. */
    public Set<String> examples() {
      Set<String> result = new TreeSet<>();
      List<Message> all = new ArrayList<>(events);
      all.add(snapshot);
      all.forEach(m -> m.examples().forEach(e -> result.add(e.path("topic").asText())));
      return result;
    }

    /** Whether events of this type have a position. */
    public boolean sequenced(Message event) {
      return !event.node().path("x-delivery").asText(delivery).equals("conflated");
    }

    /** Whether any of its events has a position. */
    public boolean hasPositions() {
      return events.stream().anyMatch(this::sequenced);
    }

    /** Its name in a dialect. */
    public String nameIn(String dialect) {
      return node.path("x-dialect-names").path(dialect).asText(template);
    }
  }

  private Messages() {
    Contract.all()
        .asyncApis()
        .forEach(
            (module, document) -> {
              Schemas schemas = new Schemas(document);
              for (JsonNode operation : document.path("operations")) {
                if (operation.has("x-topic")) {
                  topics.add(topic(module, document, schemas, operation));
                } else if (module.equals(COMMON)) {
                  boolean received = operation.path("action").asText().equals("receive");
                  for (JsonNode ref : operation.path("messages")) {
                    Message message = message(module, document, schemas, ref);
                    (received ? client : control).put(message.type(), message);
                  }
                }
              }
            });
  }

  private static Topic topic(
      String module, JsonNode document, Schemas schemas, JsonNode operation) {
    List<Message> events = new ArrayList<>();
    operation.path("messages").forEach(ref -> events.add(message(module, document, schemas, ref)));
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    operation
        .path("x-topic-parameters")
        .properties()
        .forEach(e -> parameters.put(e.getKey(), resolve(document, e.getValue().path("schema"))));
    return new Topic(
        module,
        resolve(document, operation.path("channel")).path("address").asText(),
        operation.path("x-topic").asText(),
        operation.path("x-scope").asText(),
        operation.path("x-delivery").asText(),
        operation,
        parameters,
        List.copyOf(events),
        message(module, document, schemas, operation.path("x-snapshot")));
  }

  private static Message message(String module, JsonNode document, Schemas schemas, JsonNode ref) {
    String pointer = ref.path("$ref").asText();
    String key = pointer.substring(pointer.lastIndexOf('/') + 1);
    JsonNode node = resolve(document, ref);
    String type = constant(document, node.path("payload")).orElseThrow();
    JsonNode entity = data(document, node.path("payload")).at("/properties/entityId/x-value");
    return new Message(module, key, type, node, document, schemas, entity.textValue());
  }

  /** The schema of a payload's {@code data}; missing where it says no more than the envelope. */
  private static JsonNode data(JsonNode document, JsonNode schema) {
    JsonNode resolved = resolve(document, schema);
    JsonNode own = resolve(document, resolved.path("properties").path("data"));
    if (own.has("properties")) {
      return own;
    }
    for (JsonNode part : resolved.path("allOf")) {
      JsonNode found = data(document, part);
      if (!found.isMissingNode()) {
        return found;
      }
    }
    return MissingNode.getInstance();
  }

  /** The constant that a payload has as its {@code type}. */
  private static Optional<String> constant(JsonNode document, JsonNode schema) {
    JsonNode resolved = resolve(document, schema);
    JsonNode type = resolved.path("properties").path("type");
    if (type.has("const")) {
      return Optional.of(type.path("const").asText());
    }
    for (JsonNode part : resolved.path("allOf")) {
      Optional<String> found = constant(document, part);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static JsonNode resolve(JsonNode document, JsonNode node) {
    JsonNode result = node;
    while (result.has("$ref")) {
      result = document.at(result.path("$ref").asText().substring(1));
    }
    return result;
  }

  /** The frames of the protocol that a client sends, by type. */
  public static Map<String, Message> client() {
    return ALL.client;
  }

  /** A frame of the protocol that the server sends, by type. */
  public static Message control(String type) {
    Message found = ALL.control.get(type);
    if (found == null) {
      throw new IllegalArgumentException("No contract has a frame " + type);
    }
    return found;
  }

  public static List<Topic> topics() {
    return List.copyOf(ALL.topics);
  }

  /** The topic of a frame, by its name on the wire. */
  public static Optional<Topic> topic(String name) {
    return ALL.topics.stream().filter(topic -> topic.matches(name)).findFirst();
  }

  /** The message that a frame of the server has to be; none for an unknown type. */
  static Optional<Message> of(JsonNode frame) {
    String type = frame.path("type").asText();
    if (ALL.control.containsKey(type)) {
      return Optional.of(ALL.control.get(type));
    }
    return topic(frame.path("topic").asText())
        .flatMap(
            topic ->
                topic.snapshot().type().equals(type)
                    ? Optional.of(topic.snapshot())
                    : topic.events().stream().filter(m -> m.type().equals(type)).findFirst());
  }

  public static Set<String> topicTemplates() {
    Set<String> result = new TreeSet<>();
    ALL.topics.forEach(topic -> result.add(topic.template()));
    return result;
  }

  /** The examples of all frames that a client sends, as coverage counts them. */
  public static Set<String> examples() {
    Set<String> result = new TreeSet<>();
    for (Message message : ALL.client.values()) {
      message.examples().forEach(example -> result.add(message.key() + " " + example));
    }
    return result;
  }

  /** All messages, as coverage counts them. */
  public static Set<String> names() {
    Set<String> result = new TreeSet<>();
    ALL.control.values().forEach(message -> result.add(message.name()));
    ALL.client.values().forEach(message -> result.add(message.name()));
    for (Topic topic : ALL.topics) {
      topic.events().forEach(message -> result.add(message.name()));
      result.add(topic.snapshot().name());
    }
    return result;
  }
}
