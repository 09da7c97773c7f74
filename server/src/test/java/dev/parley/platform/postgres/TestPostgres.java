package dev.parley.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Servers for tests: quick, therefore not durable, with binaries unpacked once per build. */
public final class TestPostgres {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final List<String> QUICK =
      List.of(
          "fsync = off",
          "synchronous_commit = off",
          "full_page_writes = off",
          "max_connections = 300",
          "autovacuum_naptime = '1h'");

  private TestPostgres() {}

  /**
   * Starts a server in a directory of its own, which a watchdog process ends and deletes when this
   * Java process is gone, however it ends.
   */
  public static EmbeddedPostgres startThrowAway() {
    try {
      Path home = Files.createTempDirectory("parley-postgres-");
      EmbeddedPostgres postgres =
          EmbeddedPostgres.start(
              settings(home, OptionalInt.empty()),
              new Options(
                  Optional.of(distributions()),
                  List.of(Account.Way.values()),
                  List.of("--no-sync"),
                  QUICK));
      watch(home, postgres.pid());
      return postgres;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static PostgresSettings settings(Path home, OptionalInt port) {
    return new PostgresSettings(home, port, PATIENCE, RestartPolicy.of(10));
  }

  /**
   * Lays a cluster that was never used into an empty directory, with links to the binaries where a
   * server looks for its own: so that a whole server starts in seconds on a database of its own.
   */
  public static void prepare(Path home) {
    try {
      Files.createDirectories(home);
      FileTreesForTests.copyAsIs(Template.HOME, home);
      try (Stream<Path> children = Files.list(distributions())) {
        for (Path child : children.toList()) {
          Files.createSymbolicLink(home.resolve(child.getFileName()), child);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A server that is durable as in production, in a directory that {@link #prepare} has made. */
  public static EmbeddedPostgres startPrepared(Path home) {
    return EmbeddedPostgres.start(
        settings(home, OptionalInt.empty()), durable(uncheckedDistributions()));
  }

  /** The process that runs as the server of a directory. */
  public static long postmaster(Path home) {
    try {
      return PidFile.read(home.resolve("data")).map(PidFile::pid).orElse(-1L);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whether the server of a directory takes connections, as it says itself. */
  public static boolean ready(Path home) {
    try {
      return PidFile.read(home.resolve("data")).filter(PidFile::ready).isPresent();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The processes that serve the connections of a server. */
  public static List<Long> sessions(Path home) {
    return Processes.workingIn(home.resolve("data")).stream()
        .filter(each -> Processes.program(each.pid()).orElse("").contains("127.0.0.1("))
        .map(ProcessHandle::pid)
        .toList();
  }

  /** Sends a signal as {@code kill} does. */
  public static void signal(String name, long pid) {
    try {
      List<String> words = List.of("kill", "-" + name, Long.toString(pid));
      int status = new ProcessBuilder(words).inheritIO().start().waitFor();
      if (status != 0) {
        throw new IllegalStateException(words + " ended with " + status);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static Path uncheckedDistributions() {
    try {
      return distributions();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Made by the first test that asks for it. */
  private static final class Template {
    static final Path HOME = make();

    private static Path make() {
      try {
        Path home = Files.createTempDirectory("parley-template-");
        EmbeddedPostgres.start(
                settings(home, OptionalInt.empty()), durable(uncheckedDistributions()))
            .close();
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      try {
                        FileTrees.delete(home);
                      } catch (IOException left) {
                        System.err.println("left behind: " + left);
                      }
                    }));
        return home;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  /** As in production, but with binaries unpacked elsewhere, if that is said. */
  static Options durable(@Nullable Path distributions) {
    return new Options(
        Optional.ofNullable(distributions),
        List.of(Account.Way.values()),
        List.of("--no-sync"),
        List.of());
  }

  /** Where all tests of a build share one copy of the binaries. */
  static Path distributions() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    return Files.createDirectories(
        Files.isWritable(target.getParent())
            ? target.resolve("postgres")
            : Path.of(System.getProperty("java.io.tmpdir"), "parley-postgres-" + user()));
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  /** Its standard input ends with this process: SIGQUIT is PostgreSQL's immediate shutdown. */
  private static void watch(Path home, long pid) throws IOException {
    String script =
        "trap '' INT TERM HUP; read line; kill -QUIT \"$0\"; i=0;"
            + " while kill -0 \"$0\" && [ $i -lt 50 ]; do sleep 0.1; i=$((i+1)); done;"
            + " rm -rf \"$1\"";
    new ProcessBuilder("sh", "-c", script, Long.toString(pid), home.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
