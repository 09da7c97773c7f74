package dev.parley.asyncapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The source files of a package, kept in step with what a run makes. */
final class Sources {

  /** How many files a run wrote, left as they were, and deleted. */
  record Change(int written, int unchanged, int deleted) {}

  private Sources() {}

  /**
   * Writes what is new or different, and deletes what starts with the same head and is made no
   * longer.
   */
  static Change write(Path root, String packageName, String head, Map<String, String> sources)
      throws IOException {
    Path directory = root.resolve(packageName.replace('.', '/'));
    Files.createDirectories(directory);
    int written = 0;
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = directory.resolve(source.getKey() + ".java");
      // Untouched where nothing changed, so that incremental compilation has nothing to do.
      if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
        Files.writeString(file, source.getValue());
        written++;
      }
    }
    int deleted = 0;
    for (Path file : javaFiles(directory)) {
      String name = file.getFileName().toString().replaceAll("\\.java$", "");
      if (!sources.containsKey(name) && Files.readString(file).startsWith(head)) {
        Files.delete(file);
        deleted++;
      }
    }
    return new Change(written, sources.size() - written, deleted);
  }

  private static List<Path> javaFiles(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
  }
}
