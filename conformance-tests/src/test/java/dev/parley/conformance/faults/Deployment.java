package dev.parley.conformance.faults;

import dev.parley.conformance.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server over one data directory, behind a network that keeps its address when the server is
 * killed and another takes its place. For one thread.
 */
final class Deployment implements AutoCloseable {
  private final Map<String, String> settings;
  private final ServerProcess first;
  private final FaultyNetwork network;
  private ServerProcess server;

  Deployment(Map<String, String> settings, long seed) {
    first = ServerProcess.start(settings);
    server = first;
    network = new FaultyNetwork(first.url(), seed);
    this.settings = new HashMap<>(settings);
    this.settings.put("DATA_DIR", first.data().toString());
  }

  /** Where clients find it, whatever happens. */
  URI url() {
    return network.url();
  }

  FaultyNetwork network() {
    return network;
  }

  long serverPid() {
    return server.pid();
  }

  void killServer() {
    server.kill();
  }

  /**
   * Starts a server over what the killed one left.
   *
   * @return how it found the database: {@code adopted}, {@code restarted} or {@code started}
   */
  String restart() {
    server = ServerProcess.start(settings);
    network.upstream(server.url());
    String log = server.log();
    for (String origin : List.of("adopted", "restarted", "started")) {
      if (log.contains("PostgreSQL " + origin + " in ")) {
        return origin;
      }
    }
    throw new AssertionError("the log does not tell how the database was found:\n" + log);
  }

  /** The process id of the running PostgreSQL's first process. */
  Optional<ProcessHandle> postmaster() {
    Path file = postgres().resolve("data").resolve("postmaster.pid");
    try {
      return Files.exists(file)
          ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Kills the database's first process, as {@code kill -9} does; the others end with it. It is not
   * waited for: where nobody reaps orphans, it never quite goes away.
   */
  void killDatabase() {
    ProcessHandle found = postmaster().orElseThrow();
    if (!found.destroyForcibly()) {
      throw new IllegalStateException("cannot kill " + found);
    }
  }

  /** What the running database says of its settings. */
  Map<String, String> show(String... names) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      String url =
          "jdbc:postgresql://127.0.0.1:"
              + Files.readString(postgres().resolve("port")).strip()
              + "/parley";
      String password = Files.readString(postgres().resolve("password")).strip();
      try (Connection connection = DriverManager.getConnection(url, "parley", password);
          Statement statement = connection.createStatement()) {
        for (String name : names) {
          try (ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            values.put(name, row.getString(1));
          }
        }
      }
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String log() {
    return server.log();
  }

  private Path postgres() {
    return first.data().resolve("postgres");
  }

  /** Stops all of it, the database of a server that was killed too, and deletes the data. */
  @Override
  public void close() {
    network.close();
    server.stop();
    postmaster().filter(ProcessHandle::isAlive).ifPresent(ProcessHandle::destroy);
    if (server != first) {
      server.close();
    }
    first.close();
  }
}
