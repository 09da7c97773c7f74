package dev.parley.platform.db;

import dev.parley.platform.settings.Secret;
import dev.parley.platform.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * Which database to use and how.
 *
 * @param url an external one, or none for the embedded one
 * @param poolSize most connections at a time
 * @param borrowTimeout how long a request waits for a free connection before it fails
 * @param statementTimeout how long one statement may run
 * @param patience how long to wait for an external database to accept connections at start
 */
public record DatabaseSettings(
    Optional<DatabaseUrl> url,
    int poolSize,
    Duration borrowTimeout,
    Duration statementTimeout,
    Duration patience) {

  /**
   * DATABASE_URL with DATABASE_USER and DATABASE_PASSWORD, which win over those in the URL, and
   * DATABASE_POOL_SIZE, DATABASE_BORROW_TIMEOUT, DATABASE_STATEMENT_TIMEOUT, DATABASE_PATIENCE.
   */
  public static DatabaseSettings from(Settings settings) {
    Optional<String> user = settings.text("DATABASE_USER");
    Optional<Secret> password = settings.secret("DATABASE_PASSWORD");
    Optional<DatabaseUrl> url =
        settings
            .secret("DATABASE_URL")
            .map(secret -> DatabaseUrl.parse(secret.reveal()))
            .map(
                found ->
                    new DatabaseUrl(
                        found.jdbc(), user.or(found::user), password.or(found::password)));
    return new DatabaseSettings(
        url,
        settings.integer("DATABASE_POOL_SIZE", 16, 2, 1000),
        settings.duration(
            "DATABASE_BORROW_TIMEOUT",
            Duration.ofSeconds(3),
            Duration.ofMillis(250),
            Duration.ofMinutes(1)),
        settings.duration(
            "DATABASE_STATEMENT_TIMEOUT",
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            Duration.ofHours(1)),
        settings.duration(
            "DATABASE_PATIENCE", Duration.ofSeconds(15), Duration.ZERO, Duration.ofHours(1)));
  }
}
