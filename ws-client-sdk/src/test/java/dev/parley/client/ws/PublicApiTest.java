package dev.parley.client.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.client.ParleyJson;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the SDK shows: nothing internal, and every topic and message of the contracts. */
class PublicApiTest {
  private static final List<String> MODULES = List.of("broker", "datafeed");

  /** Catches what generated streams ask for. */
  private static final class TopicCatcher implements EventSocket {
    final List<Topic<?>> topics = new ArrayList<>();

    @Override
    public <E> Subscription subscribe(
        Topic<E> topic, StreamOptions options, StreamListener<? super E> listener) {
      topics.add(topic);
      return null;
    }
  }

  @Test
  void publicSignaturesShowPublicTypesOnly() throws IOException, URISyntaxException {
    Set<String> leaks = new TreeSet<>();
    for (Class<?> type : classes()) {
      if (isVisible(type)) {
        signatures(type)
            .filter(used -> !isAllowed(used))
            .forEach(used -> leaks.add(type.getName() + " shows " + used.getName()));
      }
    }

    assertThat(leaks).isEmpty();
  }

  @Test
  void everyContractWithTopicsHasItsStreams() throws IOException, URISyntaxException {
    URI place = PublicApiTest.class.getResource("/specs/openapi.yaml").toURI();
    // In a build that packages, the specs come as a jar.
    try (FileSystem jar =
            place.getScheme().equals("jar") ? FileSystems.newFileSystem(place, Map.of()) : null;
        Stream<Path> documents = Files.walk(Path.of(place).getParent())) {
      List<String> modules =
          documents
              .filter(file -> file.endsWith("asyncapi.yaml"))
              .map(file -> file.getParent().getFileName().toString())
              .filter(module -> !module.equals("common"))
              .sorted()
              .toList();

      assertThat(modules).isEqualTo(MODULES);
    }
    assertThat(ParleyStreams.class.getMethods()).extracting(Method::getName).containsAll(MODULES);
  }

  @Test
  void everyTopicAndMessageHasItsBindingAndEveryExampleIsRead() throws Exception {
    for (String module : MODULES) {
      Map<String, Topic<?>> bound = topics(module);
      JsonNode document = document(module);
      Set<String> declared = new TreeSet<>();
      for (JsonNode operation : document.path("operations")) {
        if (!operation.has("x-topic")) {
          continue;
        }
        String template = operation.path("x-topic").asText().replaceAll("\\{[^}]*}", "{}");
        declared.add(template);
        Topic<?> topic = bound.get(template);
        assertThat(topic).as(template).isNotNull();
        assertThat(topic.durable()).isEqualTo(operation.path("x-durable").asBoolean());
        List<JsonNode> messages = new ArrayList<>();
        operation.path("messages").forEach(ref -> messages.add(resolve(document, ref)));
        if (operation.has("x-snapshot")) {
          messages.add(resolve(document, operation.path("x-snapshot")));
        }
        for (JsonNode message : messages) {
          readExamples(topic, message);
        }
        assertThat(topic.types()).hasSize(messages.size());
      }
      assertThat(bound.keySet()).isEqualTo(declared);
    }
  }

  private static void readExamples(Topic<?> topic, JsonNode message) throws IOException {
    ObjectMapper json = ParleyJson.newMapper();
    assertThat(message.path("examples")).isNotEmpty();
    for (JsonNode example : message.path("examples")) {
      JsonNode payload = json.readTree(example.path("payload").toString());
      Class<?> type = topic.types().get(payload.path("type").asText());
      assertThat(type).as(topic.name() + " " + payload.path("type")).isNotNull();
      Object event = json.treeToValue(payload, type);
      assertThat(event).isInstanceOf(topic.eventType());
      JsonNode written = json.readTree(json.writeValueAsString(event));
      assertThat(withoutNulls(written)).isEqualTo(withoutNulls(payload));
    }
  }

  /** What is null on the wire is absent when the SDK writes it. */
  private static JsonNode withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(field -> field.getValue().isNull());
    }
    node.forEach(PublicApiTest::withoutNulls);
    return node;
  }

  private static Map<String, Topic<?>> topics(String module) throws ReflectiveOperationException {
    Class<?> streams =
        Class.forName(
            "dev.parley.client.ws."
                + module
                + "."
                + module.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + module.substring(1)
                + "Streams");
    TopicCatcher catcher = new TopicCatcher();
    Object instance = streams.getConstructor(EventSocket.class).newInstance(catcher);
    Map<String, Topic<?>> topics = new java.util.TreeMap<>();
    for (Method method : streams.getDeclaredMethods()) {
      if (Modifier.isStatic(method.getModifiers())
          || !method.getReturnType().equals(Subscription.class)) {
        continue;
      }
      Object[] arguments =
          Arrays.stream(method.getParameters()).map(PublicApiTest::argument).toArray();
      method.invoke(instance, arguments);
      Topic<?> topic = catcher.topics.get(catcher.topics.size() - 1);
      topics.put(topic.name().replace("BTC-USD", "{}").replace("1m", "{}"), topic);
    }
    return topics;
  }

  private static Object argument(java.lang.reflect.Parameter parameter) {
    if (parameter.getType().equals(StreamOptions.class)) {
      return StreamOptions.defaults();
    }
    if (parameter.getType().equals(StreamListener.class)) {
      StreamListener<Object> listener = event -> {};
      return listener;
    }
    return parameter.getName().equals("interval") ? "1m" : "BTC-USD";
  }

  private static JsonNode document(String module) throws IOException {
    try (InputStream bundle =
        PublicApiTest.class.getResourceAsStream("/specs/" + module + "/asyncapi.yaml")) {
      return new YAMLMapper().readTree(bundle);
    }
  }

  private static JsonNode resolve(JsonNode document, JsonNode node) {
    JsonNode found = node;
    while (found.has("$ref")) {
      found = document.at(found.path("$ref").asText().substring(1));
    }
    return found;
  }

  private static Stream<Class<?>> signatures(Class<?> type) {
    List<Type> types = new ArrayList<>();
    for (Method method : type.getDeclaredMethods()) {
      if (isShown(method.getModifiers()) && !method.isSynthetic()) {
        types.add(method.getGenericReturnType());
        types.addAll(List.of(method.getGenericParameterTypes()));
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isShown(constructor.getModifiers())) {
        types.addAll(List.of(constructor.getGenericParameterTypes()));
      }
    }
    return types.stream().flatMap(PublicApiTest::raw);
  }

  private static Stream<Class<?>> raw(Type type) {
    if (type instanceof Class<?> plain) {
      return Stream.of(plain.isArray() ? plain.getComponentType() : plain);
    }
    if (type instanceof ParameterizedType generic) {
      return Stream.concat(
          raw(generic.getRawType()),
          Arrays.stream(generic.getActualTypeArguments()).flatMap(PublicApiTest::raw));
    }
    if (type instanceof WildcardType wildcard) {
      return Arrays.stream(wildcard.getUpperBounds()).flatMap(PublicApiTest::raw);
    }
    return Stream.of();
  }

  private static boolean isAllowed(Class<?> used) {
    return used.isPrimitive()
        || used.getName().startsWith("java.")
        || (used.getName().startsWith("dev.parley.client.") && isVisible(used));
  }

  private static boolean isVisible(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
  }

  private static boolean isShown(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static List<Class<?>> classes() throws IOException, URISyntaxException {
    Path root =
        Path.of(ParleyStreams.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        String name = root.relativize(file).toString();
        if (name.endsWith(".class") && !name.endsWith("-info.class")) {
          try {
            classes.add(
                Class.forName(
                    name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                    false,
                    PublicApiTest.class.getClassLoader()));
          } catch (ClassNotFoundException e) {
            throw new IOException(name, e);
          }
        }
      }
    }
    return classes;
  }
}
