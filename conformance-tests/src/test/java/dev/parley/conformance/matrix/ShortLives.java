package dev.parley.conformance.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.ServerProcess;
import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** A server whose access tokens soon expire, and one such token of each role. */
final class ShortLives implements AutoCloseable {
  /** Long enough to register one user of each role with one token of the admin. */
  private static final Duration LIFE = Duration.ofSeconds(30);

  private final ServerProcess server;
  private final Suite suite;
  private final Map<String, String> tokens = new LinkedHashMap<>();

  ShortLives() {
    server =
        ServerProcess.start(
            Map.of(
                "AUTH_ACCESS_TTL", LIFE.toSeconds() + "s",
                "AUTH_ARGON2_MEMORY", "1024",
                "AUTH_ARGON2_ITERATIONS", "1"));
    try {
      suite = Suite.over(server.url(), ServerProcess.ADMIN_PASSWORD);
      Contract.all().rolesByScopes().forEach(role -> tokens.put(role, suite.token(role)));
    } catch (RuntimeException | Error failed) {
      server.close();
      throw failed;
    }
  }

  Suite suite() {
    return suite;
  }

  /** An access token of each role, by role; waits until the last has expired. */
  Map<String, String> tokens() {
    Instant end =
        tokens.values().stream().map(ShortLives::expiry).max(Instant::compareTo).orElseThrow();
    Awaitility.await()
        .atMost(LIFE.multipliedBy(2))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> Instant.now().isAfter(end.plusSeconds(1)));
    return tokens;
  }

  private static Instant expiry(String token) {
    try {
      JsonNode claims =
          Contract.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
      return Instant.ofEpochSecond(claims.path("exp").asLong());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
