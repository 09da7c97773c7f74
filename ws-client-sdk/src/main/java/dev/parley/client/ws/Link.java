package dev.parley.client.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.Tokens;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.model.ErrorCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection: makes it, watches it, renews its token, and makes the next one when it is
 * gone. What the frames say of the connection itself is dealt with here, everything else goes to
 * the {@link User}. All of it runs on the control thread; other threads see the volatile fields
 * only.
 */
final class Link implements Connection.Owner {

  /** Who the connection is for. Called on the control thread. */
  interface User {
    /** A new connection has been let in; nothing is joined on it. */
    void welcomed();

    /** The connection is gone; {@link #welcomed()} follows sooner or later. */
    void lost();

    /** There is no way to a connection, and there will be none. */
    void gaveUp(Throwable why);

    /** A frame that is not about the connection itself. */
    void frame(String type, JsonNode frame);

    /** Whether listeners are behind, so that nothing more is to be read. */
    boolean isBehind();
  }

  private static final System.Logger LOG = System.getLogger("dev.parley.client.ws");
  private static final int CLOSED_UNAUTHENTICATED = 4401;
  private static final int REFUSALS = 3;
  private static final long STABLE = TimeUnit.SECONDS.toNanos(10);
  private static final long RENEWAL_PAUSE = TimeUnit.SECONDS.toNanos(5);
  private static final Duration TICK = Duration.ofMillis(500);

  private final URI uri;
  private final Tokens tokens;
  private final ObjectMapper json;
  private final Frames frames;
  private final Backoff backoff;
  private final Duration connectTimeout;
  private final Control control;
  private final User user;
  private final HttpClient http;
  private volatile @Nullable Throwable lastFailure;
  private volatile @Nullable String lastToken;

  private boolean over;
  private @Nullable Connection connection;
  private @Nullable String refusedToken;
  private int failures;
  private int refusals;

  Link(
      URI uri,
      Tokens tokens,
      ObjectMapper json,
      Backoff backoff,
      Duration connectTimeout,
      Control control,
      User user) {
    this.uri = uri;
    this.tokens = tokens;
    this.json = json;
    this.frames = new Frames(json);
    this.backoff = backoff;
    this.connectTimeout = connectTimeout;
    this.control = control;
    this.user = user;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .build();
  }

  /** Why there is no connection, for whoever waits for one; on any thread. */
  Optional<Throwable> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  @Override
  public void received(Connection from, String frame) {
    control.post(() -> handle(from, frame));
  }

  @Override
  public void ended(Connection which, int code, Throwable why) {
    control.post(() -> lost(which, code, why));
  }

  // From here on everything runs on the control thread.

  void start() {
    control.every(TICK, this::tick);
    connect();
  }

  void close() {
    over = true;
    if (connection != null) {
      connection.ended = true;
      connection.close();
      connection = null;
    }
  }

  /** Whether frames can be sent that need credentials. */
  boolean isUp() {
    return connection != null && connection.welcomed;
  }

  /** Names the present connection, to tell it from later ones. */
  @Nullable Object current() {
    return connection;
  }

  void send(String frame) {
    if (connection != null) {
      connection.send(frame);
    }
  }

  /** Reads on after listeners were behind. */
  void resume() {
    if (connection != null) {
      connection.resume();
    }
  }

  /** Gives this connection up for another; resuming brings what it did not. */
  void replace(String why) {
    if (connection != null) {
      lost(connection, -1, new StreamException(why, null));
    }
  }

  private void connect() {
    if (over || connection != null) {
      return;
    }
    String refused = refusedToken;
    CompletableFuture<String> token = refused == null ? tokens.access() : tokens.renew(refused);
    var unused =
        token
            .thenCompose(this::open)
            .whenComplete(
                (opened, failure) -> {
                  if (failure != null) {
                    control.post(() -> notConnected(unwrap(failure)));
                  }
                });
  }

  private CompletableFuture<Connection> open(String token) {
    Connection opening = new Connection(this, token);
    lastToken = token;
    WebSocket.Builder builder =
        http.newWebSocketBuilder()
            .connectTimeout(connectTimeout)
            .subprotocols("parley.v1")
            .header("Authorization", "Bearer " + token);
    tokens.deviceId().ifPresent(device -> builder.header("X-Device-Id", device));
    return builder
        .buildAsync(uri, opening)
        .thenApply(
            opened -> {
              control.post(() -> connected(opening, opened));
              return opening;
            });
  }

  private void connected(Connection opened, WebSocket webSocket) {
    if (over || connection != null || opened.ended) {
      webSocket.abort();
      return;
    }
    connection = opened;
    opened.start(webSocket);
  }

  private void notConnected(Throwable failure) {
    lastFailure = failure;
    if (failure instanceof SignedOutException) {
      giveUp(failure);
      return;
    }
    if (failure instanceof WebSocketHandshakeException refusal
        && refusal.getResponse().statusCode() == 401) {
      refusedToken = lastToken;
      if (++refusals >= REFUSALS) {
        giveUp(everyTokenRefused());
        return;
      }
    }
    reconnect(backoff.after(failures++));
  }

  private void reconnect(Duration pause) {
    LOG.log(
        System.Logger.Level.DEBUG,
        () -> "connecting again in " + pause.toMillis() + " ms: " + lastFailure);
    control.after(pause, this::connect);
  }

  private void lost(Connection which, int code, Throwable why) {
    if (which.ended) {
      return;
    }
    which.ended = true;
    which.abort();
    if (which != connection) {
      // It broke before it was known; connecting has not failed, so nothing else tries again.
      notConnected(why);
      return;
    }
    connection = null;
    lastFailure = why;
    user.lost();
    if (code == CLOSED_UNAUTHENTICATED || which.refused) {
      refusedToken = which.token;
      if (!which.welcomed && ++refusals >= REFUSALS) {
        giveUp(everyTokenRefused());
        return;
      }
    }
    if (which.welcomed && System.nanoTime() - which.openedAt > STABLE) {
      failures = 0;
    }
    Duration pause = backoff.after(failures++);
    reconnect(which.resumeAfterMillis < 0 ? pause : pause.plusMillis(which.resumeAfterMillis));
  }

  private void giveUp(Throwable why) {
    over = true;
    user.gaveUp(why);
  }

  private StreamRefusedException everyTokenRefused() {
    return new StreamRefusedException(
        uri.getPath(), ErrorCode.AUTH_FAILED, "the server refuses every token");
  }

  private void handle(Connection from, String text) {
    if (from != connection || from.ended) {
      return;
    }
    from.lastHeardAt = System.nanoTime();
    try {
      JsonNode frame = json.readTree(text);
      dispatch(from, frame.path("type").asText(), frame);
    } catch (JsonProcessingException e) {
      replace("A frame is not JSON: " + e.getOriginalMessage());
    }
    if (!from.ended) {
      from.next(user.isBehind());
    }
  }

  private void dispatch(Connection from, String type, JsonNode frame) {
    switch (type) {
      case "welcome" -> welcome(from, frame);
      case "token_expiring" -> renew(from);
      case "going_away" -> {
        from.resumeAfterMillis = Math.max(0, frame.path("resumeAfterMs").asLong());
        replace("The server is going away");
      }
      case "error" -> {
        if (frame.path("recoverable").asBoolean()) {
          user.frame(type, frame);
        } else {
          ErrorCode code = ErrorCode.of(frame.path("code").asText());
          from.refused |= code == ErrorCode.AUTH_FAILED;
          replace(
              "The server ended the connection: " + code + ", " + frame.path("detail").asText());
        }
      }
      default -> user.frame(type, frame);
    }
  }

  private void welcome(Connection from, JsonNode frame) {
    from.renewing = false;
    from.heartbeatNanos =
        TimeUnit.SECONDS.toNanos(Math.max(1, frame.path("heartbeatSeconds").asLong(30)));
    from.renewAt = renewal(frame);
    refusals = 0;
    refusedToken = null;
    lastFailure = null;
    if (!from.welcomed) {
      from.welcomed = true;
      user.welcomed();
    }
  }

  /**
   * A little before the token ends, should {@code token_expiring} not come; by the server's clock.
   */
  private static long renewal(JsonNode welcome) {
    try {
      Duration life =
          Duration.between(
              Instant.parse(welcome.path("time").asText()),
              Instant.parse(welcome.path("expiresAt").asText()));
      return System.nanoTime() + life.toNanos() * 9 / 10;
    } catch (DateTimeException e) {
      return Long.MAX_VALUE;
    }
  }

  private void renew(Connection from) {
    if (from.renewing) {
      return;
    }
    from.renewing = true;
    from.renewAt = Long.MAX_VALUE;
    var unused =
        tokens
            .renew(from.token)
            .whenComplete(
                (token, failure) ->
                    control.post(
                        () -> {
                          if (failure != null) {
                            renewalFailed(from, unwrap(failure));
                          } else if (from == connection) {
                            from.token = token;
                            from.send(frames.authenticate(token));
                          }
                        }));
  }

  /** The connection lives until the server ends it; what cannot be renewed matters only then. */
  private void renewalFailed(Connection from, Throwable failure) {
    lastFailure = failure;
    if (!(failure instanceof SignedOutException)) {
      from.renewing = false;
      from.renewAt = System.nanoTime() + RENEWAL_PAUSE;
    }
  }

  private void tick() {
    Connection on = connection;
    if (on == null) {
      return;
    }
    long now = System.nanoTime();
    if (!on.welcomed) {
      if (now - on.openedAt > connectTimeout.toNanos()) {
        replace("The server does not say welcome");
      }
      return;
    }
    if (!user.isBehind() && now - on.lastHeardAt > on.heartbeatNanos * 5 / 2) {
      replace("Nothing was heard for more than two heartbeats");
      return;
    }
    if (now - on.lastSaidAt > on.heartbeatNanos * 2 / 3) {
      on.send(frames.ping());
    }
    if (on.renewAt != Long.MAX_VALUE && now - on.renewAt > 0) {
      renew(on);
    }
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
