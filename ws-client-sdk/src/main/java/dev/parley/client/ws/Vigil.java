package dev.parley.client.ws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Watches a connection for signs of life. Belongs to the control thread.
 *
 * <p>Silence after frames is looked into with a ping, for the JDK's WebSocket (17 to 25) passes
 * over the end of a connection that comes while nothing was asked for: its {@code TransportImpl}
 * then throws an {@code InternalError} on one of its own threads instead of calling {@code
 * onClose}. A server that died under load would be noticed two heartbeats later; this way a ping
 * meets the dead connection within seconds.
 */
final class Vigil {
  private static final long LONGEST_HEARTBEAT_SECONDS = 3600;
  private static final long DOUBT = TimeUnit.SECONDS.toNanos(1);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

  private final long welcomeNanos;

  Vigil(Duration welcome) {
    this.welcomeNanos = welcome.toNanos();
  }

  /**
   * A frame came. The answer to a ping says that the server hears, not that it would tell what
   * happens: only what it sends by itself counts against the heartbeat.
   */
  void heard(Connection on, String type) {
    on.heardAt = System.nanoTime();
    on.unanswered = false;
    on.doubtful = !type.equals("pong");
    if (on.doubtful) {
      on.toldAt = on.heardAt;
    }
  }

  void welcomed(Connection on, JsonNode welcome) {
    long seconds = welcome.path("heartbeatSeconds").asLong(30);
    on.heartbeatNanos =
        TimeUnit.SECONDS.toNanos(Math.max(1, Math.min(seconds, LONGEST_HEARTBEAT_SECONDS)));
  }

  /**
   * Why this connection is no good.
   *
   * @param behind nothing is read because listeners are behind, so that silence means nothing
   */
  Optional<String> complaint(Connection on, boolean behind, long now) {
    if (!on.welcomed) {
      return now - on.openedAt > welcomeNanos
          ? Optional.of("The server does not say welcome")
          : Optional.empty();
    }
    if (behind) {
      return Optional.empty();
    }
    if (now - on.toldAt > on.heartbeatNanos * 5 / 2) {
      return Optional.of("Nothing was heard for more than two heartbeats");
    }
    return on.unanswered && now - on.askedAt > PATIENCE && now - on.heardAt > PATIENCE
        ? Optional.of("The server does not answer")
        : Optional.empty();
  }

  /**
   * Whether to ask the server for a sign of life, or to give one: it closes a connection that is
   * silent for two heartbeats.
   */
  boolean isPingDue(Connection on, boolean behind, long now) {
    boolean quiet = now - on.saidAt > on.heartbeatNanos * 2 / 3;
    boolean inDoubt = !behind && on.doubtful && now - on.heardAt > DOUBT && now - on.saidAt > DOUBT;
    return quiet || inDoubt;
  }

  void pinged(Connection on, long now) {
    if (!on.unanswered) {
      on.unanswered = true;
      on.askedAt = now;
    }
  }
}
