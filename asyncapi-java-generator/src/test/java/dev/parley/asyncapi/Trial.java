package dev.parley.asyncapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tries the generator on every AsyncAPI document below a directory: all targets, each compiled
 * without a warning; then the examples of messages that the document has are read as a frame of
 * their channel and written back. Prints a table and what was refused; exit code 1 if something
 * that was generated does not compile. The command is in the README.
 */
public final class Trial {
  private static final List<String> TARGETS = List.of("models", "server", "client");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  private final Path document;
  private final String name;
  private final Path work;
  private final Map<String, ClassLoader> made = new TreeMap<>();
  private final List<String> remarks = new ArrayList<>();
  private boolean broken;

  private Trial(Path document, String name, Path work) {
    this.document = document;
    this.name = name;
    this.work = work;
  }

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    Path work = Files.createTempDirectory("asyncapi-trial");
    List<Trial> trials = new ArrayList<>();
    System.out.println("| document | " + String.join(" | ", TARGETS) + " | examples |");
    System.out.println("|---|---|---|---|---|");
    for (Path document : documents(directory)) {
      String name = directory.relativize(document).toString();
      Trial trial = new Trial(document, name, work.resolve(name));
      System.out.println(trial.row());
      trials.add(trial);
    }
    trials.forEach(t -> t.remarks.forEach(r -> System.out.println("\n" + t.name + "\n  " + r)));
    if (trials.stream().anyMatch(t -> t.broken)) {
      System.exit(1);
    }
  }

  private String row() throws IOException {
    StringBuilder row = new StringBuilder("| " + name);
    for (String target : TARGETS) {
      row.append(" | ").append(attempt(target));
    }
    return row + " | " + examples() + " |";
  }

  /** How many types were made; all of them compile. */
  private String attempt(String target) throws IOException {
    Path sources = work.resolve(target + "/sources");
    try {
      Main.generate(
          List.of(
              "--input",
              document.toString(),
              "--package",
              "trial",
              "--output",
              sources.toString(),
              "--target",
              target));
      made.put(target, Shop.compile(sources, work.resolve(target + "/classes")));
      try (Stream<Path> files = Files.list(sources.resolve("trial"))) {
        return files.count() + " types";
      }
    } catch (Refusal e) {
      remarks.add(target + ": " + e.getMessage());
      return "refused";
    } catch (AssertionError | RuntimeException e) {
      remarks.add(target + ": " + e);
      broken = true;
      return "BROKEN";
    }
  }

  /** Examples of messages that came back as they were, of all that there are. */
  private String examples() {
    Documents documents = new Documents();
    int all = 0;
    int good = 0;
    if (!made.containsKey("server") || !made.containsKey("client")) {
      return "";
    }
    for (Map.Entry<String, Node> entry :
        documents.root(document).child("channels").fields().entrySet()) {
      Node channel = documents.target(entry.getValue());
      for (Node message : channel.child("messages").fields().values()) {
        for (Node example : documents.target(message).child("examples").items()) {
          if (example.has("payload")) {
            all++;
            good += survives(Names.type(entry.getKey()), example.child("payload")) ? 1 : 0;
          }
        }
      }
    }
    return all == 0 ? "" : good + " of " + all;
  }

  /** Whether one end reads it as a message and writes the same. */
  private boolean survives(String channel, Node example) {
    List<String> problems = new ArrayList<>();
    for (String end : List.of("server", "client")) {
      String type = "trial." + channel + (end.equals("server") ? "ClientMessage" : "ServerMessage");
      try {
        Object read = MAPPER.treeToValue(example.json(), made.get(end).loadClass(type));
        JsonNode written = MAPPER.readTree(MAPPER.writeValueAsString(read));
        if (written.equals(Trial::compare, example.json())) {
          return true;
        }
        problems.add(end + " wrote " + written);
      } catch (JsonProcessingException e) {
        problems.add(end + ": " + e.getOriginalMessage());
      } catch (ClassNotFoundException e) {
        problems.add(end + " receives nothing");
      }
    }
    remarks.add(example.pointer() + ": " + String.join("; ", problems));
    return false;
  }

  private static int compare(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? one.decimalValue().compareTo(other.decimalValue())
        : one.asText().compareTo(other.asText());
  }

  private static List<Path> documents(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(f -> f.toString().matches(".*\\.(ya?ml|json)"))
          .filter(Trial::isDocument)
          .sorted()
          .toList();
    }
  }

  private static boolean isDocument(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.limit(100).anyMatch(l -> l.matches("[\\s{\"]*asyncapi\"?\\s*:.*"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
