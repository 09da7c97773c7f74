package dev.parley.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The server's own configuration files, written whole at each start: durable, reachable from this
 * machine only, with a password only. {@code ALTER SYSTEM} is off, so nothing can override them.
 */
record Configuration(int port, List<String> extra) {
  private static final String LOGIN_RULES =
      """
      # Written at each start; changes here are lost.
      host all %s 127.0.0.1/32 scram-sha-256
      """
          .formatted(Credentials.USERNAME);

  String text() {
    return """
    # Written at each start; changes here are lost.
    listen_addresses = '127.0.0.1'
    port = %d
    unix_socket_directories = ''
    password_encryption = 'scram-sha-256'
    allow_alter_system = off
    max_connections = 100
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    timezone = 'UTC'
    log_timezone = 'UTC'
    log_line_prefix = '%%m [%%p] '
    # Failed statements are the application's to log; here goes what concerns the server.
    log_min_messages = 'log'
    log_checkpoints = off
    %s
    """
        .formatted(port, String.join("\n", extra));
  }

  void write(Path data) throws IOException {
    Files.writeString(data.resolve("postgresql.conf"), text());
    Files.writeString(data.resolve("pg_hba.conf"), LOGIN_RULES);
  }

  /** True if a server started on this directory has exactly this configuration. */
  boolean isWritten(Path data) throws IOException {
    try {
      return Files.readString(data.resolve("postgresql.conf")).equals(text())
          && Files.readString(data.resolve("pg_hba.conf")).equals(LOGIN_RULES);
    } catch (NoSuchFileException absent) {
      return false;
    }
  }
}
