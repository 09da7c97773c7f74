package dev.parley.platform.postgres;

import dev.parley.platform.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How to run the embedded PostgreSQL.
 *
 * @param directory where its data, password, log and binaries live
 * @param port a fixed port, or none: the port it had before if that is still free, else a free one
 * @param patience how long it may take to start, recovery after a crash included, or to stop
 * @param restarts how often it is started again when it ends by itself
 */
public record PostgresSettings(
    Path directory, OptionalInt port, Duration patience, RestartPolicy restarts) {
  public static final String PORT = "POSTGRES_PORT";

  public PostgresSettings {
    directory = directory.toAbsolutePath().normalize();
  }

  /** DATA_DIR, POSTGRES_PORT (0 for any free one), POSTGRES_PATIENCE and POSTGRES_RESTARTS. */
  public static PostgresSettings from(Settings settings) {
    int port = settings.integer(PORT, 0, 0, 65_535);
    return new PostgresSettings(
        settings.path("DATA_DIR", Path.of("data")).resolve("postgres"),
        port == 0 ? OptionalInt.empty() : OptionalInt.of(port),
        settings.duration(
            "POSTGRES_PATIENCE",
            Duration.ofMinutes(2),
            Duration.ofSeconds(1),
            Duration.ofHours(24)),
        RestartPolicy.of(settings.integer("POSTGRES_RESTARTS", 10, 0, 1_000_000)));
  }
}
