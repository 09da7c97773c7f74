package dev.parley.conformance;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A table of a server's embedded database that nobody can read until this is closed: whoever needs
 * it waits, and is in progress meanwhile.
 */
final class Jam implements AutoCloseable {
  private final Connection connection;

  Jam(ServerProcess server, String table) {
    try {
      connection = Embedded.connect(server);
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      }
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
