package dev.parley.platform.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program to its end. Its output goes through a file, so that a server it leaves running
 * cannot keep a pipe open.
 */
final class Command {
  private Command() {}

  /** How a program ended: its exit status and all it printed. */
  record Result(int status, String output) {
    boolean succeeded() {
      return status == 0;
    }

    /** The last line that says something, for messages. */
    String lastLine() {
      return output.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b).strip();
    }
  }

  /**
   * @param prefix words before the program's own, which change the user it runs as
   * @param home the directory it runs in, where its output is kept meanwhile
   */
  static Result run(
      List<String> prefix, List<String> words, String input, Path home, Duration patience)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(prefix);
    all.addAll(words);
    Path output = Files.createTempFile(home, "command-", ".log");
    try {
      ProcessBuilder builder = new ProcessBuilder(all).directory(home.toFile());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      // Variables such as PGDATA, PGPORT or LC_ALL would change what the programs do.
      builder.environment().keySet().removeIf(name -> name.matches("(PG|LC_).*|LANG|LANGUAGE"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException ended) {
        // The program ended without reading its input: its status and output tell why.
        return new Result(process.waitFor(), Files.readString(output));
      }
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        return new Result(-1, "no end after " + patience.toSeconds() + " s");
      }
      return new Result(process.exitValue(), Files.readString(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
