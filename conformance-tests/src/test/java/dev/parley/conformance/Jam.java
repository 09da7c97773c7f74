package dev.parley.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A table of a server's embedded database that nobody can read until this is closed: whoever needs
 * it waits, and is in progress meanwhile.
 */
final class Jam implements AutoCloseable {
  private final Connection connection;

  Jam(ServerProcess server, String table) {
    Path postgres = server.data().resolve("postgres");
    try {
      String port = Files.readString(postgres.resolve("port")).strip();
      String password = Files.readString(postgres.resolve("password")).strip();
      connection =
          DriverManager.getConnection(
              "jdbc:postgresql://127.0.0.1:" + port + "/parley", "parley", password);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
