package dev.parley.client.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.client.Tokens;
import dev.parley.client.error.SignedOutException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Renews the token of a connection in place: when the server says that it expires, or a little
 * before its end, should it not say so. A connection lives until the server ends it; what cannot be
 * renewed (an API key never can) matters only then. Belongs to the control thread.
 */
final class Renewal {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(5);
  private static final Duration SOONEST = Duration.ofSeconds(1);

  private final Tokens tokens;
  private final Frames frames;
  private final Control control;
  private final BiConsumer<Connection, Throwable> onFailure;

  Renewal(
      Tokens tokens, Frames frames, Control control, BiConsumer<Connection, Throwable> onFailure) {
    this.tokens = tokens;
    this.frames = frames;
    this.control = control;
    this.onFailure = onFailure;
  }

  /** The server has accepted a token, and tells until when; by its own clock. */
  void accepted(Connection on, JsonNode welcome) {
    on.renewing = false;
    try {
      Duration life =
          Duration.between(
              Instant.parse(welcome.path("time").asText()),
              Instant.parse(welcome.path("expiresAt").asText()));
      Duration most = life.multipliedBy(9).dividedBy(10);
      on.renewAt = System.nanoTime() + (most.compareTo(SOONEST) < 0 ? SOONEST : most).toNanos();
    } catch (DateTimeException | ArithmeticException e) {
      on.renewAt = Long.MAX_VALUE;
    }
  }

  void tick(Connection on, long now) {
    if (on.renewAt != Long.MAX_VALUE && now - on.renewAt > 0) {
      begin(on);
    }
  }

  void begin(Connection on) {
    if (on.renewing || !tokens.areRenewable()) {
      return;
    }
    on.renewing = true;
    on.renewAt = Long.MAX_VALUE;
    var unused =
        tokens
            .renew(on.token)
            .whenComplete((token, failure) -> control.post(() -> end(on, token, failure)));
  }

  private void end(Connection on, @Nullable String token, @Nullable Throwable failure) {
    if (token != null) {
      on.token = token;
      on.send(frames.authenticate(token));
      return;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : Objects.requireNonNull(failure);
    onFailure.accept(on, cause);
    if (!(cause instanceof SignedOutException)) {
      on.renewing = false;
      on.renewAt = System.nanoTime() + PAUSE;
    }
  }
}
