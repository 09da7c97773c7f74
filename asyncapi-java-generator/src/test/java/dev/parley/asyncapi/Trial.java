package dev.parley.asyncapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Tries the generator on every AsyncAPI document below a directory: all targets, each compiled
 * without a warning. Prints a table; exit code 1 if something that was generated does not compile.
 * The command is in the README.
 */
public final class Trial {
  private static final List<String> TARGETS = List.of("models", "server", "client");

  private Trial() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    List<Path> documents = documents(directory);
    Path work = Files.createTempDirectory("asyncapi-trial");
    Map<String, List<String>> refusals = new TreeMap<>();
    boolean broken = false;
    System.out.println("| document | " + String.join(" | ", TARGETS) + " |");
    System.out.println("|---|---|---|---|");
    for (Path document : documents) {
      String name = directory.relativize(document).toString();
      StringBuilder row = new StringBuilder("| " + name);
      for (String target : TARGETS) {
        String outcome;
        try {
          outcome = attempt(document, target, work.resolve(name + "-" + target)) + " types";
        } catch (Refusal e) {
          outcome = "refused";
          refusals
              .computeIfAbsent(name, n -> new ArrayList<>())
              .add(target + ": " + e.getMessage());
        } catch (AssertionError | RuntimeException e) {
          outcome = "BROKEN";
          broken = true;
          refusals.computeIfAbsent(name, n -> new ArrayList<>()).add(target + ": " + e);
        }
        row.append(" | ").append(outcome);
      }
      System.out.println(row + " |");
    }
    refusals.forEach(
        (name, reasons) -> {
          System.out.println("\n" + name);
          reasons.forEach(reason -> System.out.println("  " + reason));
        });
    if (broken) {
      System.exit(1);
    }
  }

  /** How many types were made; all of them compile. */
  private static int attempt(Path document, String target, Path work) throws IOException {
    Main.generate(
        List.of(
            "--input",
            document.toString(),
            "--package",
            "trial",
            "--output",
            work.resolve("sources").toString(),
            "--target",
            target));
    Shop.compile(work.resolve("sources"), work.resolve("classes"));
    try (Stream<Path> files = Files.list(work.resolve("sources/trial"))) {
      return (int) files.count();
    }
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
      throw new java.io.UncheckedIOException(e);
    }
  }
}
