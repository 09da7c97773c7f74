package dev.parley.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The embedded database of a server that was started here, for what no operation brings about. */
final class Embedded {
  private Embedded() {}

  static Connection connect(ServerProcess server) throws SQLException {
    Path postgres = server.data().resolve("postgres");
    try {
      String port = Files.readString(postgres.resolve("port")).strip();
      String password = Files.readString(postgres.resolve("password")).strip();
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:" + port + "/parley", "parley", password);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
