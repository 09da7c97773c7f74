package dev.parley.platform.postgres;

import dev.parley.platform.settings.StartupException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A Java process of its own that runs a durable server until its standard input ends. It says how
 * that went on one line: {@code READY origin pid port} or {@code REFUSED message}.
 */
final class ChildServer implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildServer(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    OptionalInt port =
        args[1].equals("0") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(args[1]));
    PostgresSettings settings = TestPostgres.settings(home, port);
    Options options = TestPostgres.durable(args.length > 2 ? Path.of(args[2]) : null);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings, options)) {
      System.out.printf("READY %s %d %d%n", postgres.origin(), postgres.pid(), postgres.port());
      while (System.in.read() >= 0) {
        // Until the parent closes it or is gone.
      }
    } catch (StartupException refused) {
      System.out.println("REFUSED " + refused.getMessage());
    }
  }

  /** Starts one on binaries shared by the build. */
  static ChildServer start(Path home) throws IOException {
    return start(
        List.of(),
        System.getProperty("java.class.path"),
        List.of(home.toString(), "0", TestPostgres.distributions().toString()));
  }

  static ChildServer start(List<String> prefix, String classPath, List<String> arguments)
      throws IOException {
    List<String> words = new ArrayList<>(prefix);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
    words.add(ChildServer.class.getName());
    words.addAll(arguments);
    return new ChildServer(
        new ProcessBuilder(words)
            .directory(new File("/"))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The line it says, once it has. */
  String line() throws IOException {
    return output
        .lines()
        .filter(line -> line.startsWith("READY") || line.startsWith("REFUSED"))
        .findFirst()
        .orElse("nothing");
  }

  long pid() {
    return process.pid();
  }

  /** Kills it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it end in order. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      process.waitFor();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** This process's class path without what only its user may read: for another user's. */
  static String copyClassPath(Path target) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path from = Path.of(entry);
      String name = from.getFileName().toString();
      if (name.matches("(parley-server|postgresql|commons|xz|slf4j|embedded).*[.]jar|.*classes")) {
        copies.add(FileTreesForTests.copy(from, target.resolve(copies.size() + name)).toString());
      }
    }
    return copies.stream().collect(Collectors.joining(File.pathSeparator));
  }
}
