package dev.parley.client.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.Tokens;
import dev.parley.client.model.ErrorCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a connection: makes it, and the next one when it is gone. What the frames say of the
 * connection itself is dealt with here, everything else goes to the {@link User}. All of it runs on
 * the control thread; other threads see the volatile field only.
 */
final class Link implements Connection.Owner {

  /** Who the connection is for. Called on the control thread. */
  interface User {
    /** A new connection has been let in; nothing is joined on it. */
    void welcomed(JsonNode welcome);

    /** The connection is gone; {@link #welcomed} follows sooner or later. */
    void lost();

    /** There is no way to a connection, and there will be none. */
    void gaveUp(Throwable why);

    /** A frame that is not about the connection itself. */
    void frame(String type, JsonNode frame);

    /** Whether listeners are behind, so that nothing more is to be read. */
    boolean isBehind();

    /** Called several times a second while there is a connection. */
    void tick();
  }

  static final Duration TICK = Duration.ofMillis(500);

  private static final System.Logger LOG = System.getLogger("dev.parley.client.ws");
  private static final long LONGEST_RESUME_MILLIS = 600_000;

  private final URI uri;
  private final ObjectMapper json;
  private final Frames frames;
  private final StreamSettings settings;
  private final Control control;
  private final User user;
  private final Dialer dialer;
  private final Attempts attempts;
  private final Renewal renewal;
  private final Vigil vigil;
  private volatile @Nullable Throwable lastFailure;

  private boolean over;
  private CompletableFuture<?> dialing = CompletableFuture.completedFuture(null);
  private @Nullable Connection connection;

  Link(
      HttpClient http,
      URI uri,
      Tokens tokens,
      ObjectMapper json,
      StreamSettings settings,
      Control control,
      User user) {
    this.uri = uri;
    this.json = json;
    this.frames = new Frames(json);
    this.settings = settings;
    this.control = control;
    this.user = user;
    this.dialer = new Dialer(http, uri, tokens, settings.connectTimeout());
    this.attempts = new Attempts(tokens, settings.backoff());
    this.renewal = new Renewal(tokens, frames, control, (on, failure) -> lastFailure = failure);
    this.vigil = new Vigil(settings.connectTimeout());
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

  /**
   * Ends the connection.
   *
   * @return done when no handshake is under way any more, and what it may have opened is closed
   */
  CompletableFuture<Void> close() {
    over = true;
    if (connection != null) {
      connection.ended = true;
      connection.close();
      connection = null;
    }
    return dialing.handle((opened, failure) -> null);
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
    dialing =
        attempts
            .token()
            .thenCompose(this::dial)
            .whenComplete(
                (dialled, failure) -> {
                  if (failure != null) {
                    control.post(() -> notConnected(null, unwrap(failure)));
                  }
                });
  }

  /** On the thread that has the token. */
  private CompletableFuture<Void> dial(String token) {
    Connection opening = new Connection(this, token, settings.largestFrame());
    return dialer
        .open(opening)
        .handle(
            (opened, failure) -> {
              control.post(
                  () -> {
                    if (opened == null) {
                      notConnected(token, unwrap(failure));
                    } else {
                      connected(opening, opened);
                    }
                  });
              return null;
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

  private void notConnected(@Nullable String token, Throwable failure) {
    attempts.failed(token, failure);
    again(failure, Duration.ZERO);
  }

  private void lost(Connection which, int code, Throwable why) {
    if (which.ended) {
      return;
    }
    which.ended = true;
    which.abort();
    if (which != connection) {
      // It broke before it was known; connecting has not failed, so nothing else tries again.
      notConnected(which.token, why);
      return;
    }
    connection = null;
    user.lost();
    attempts.lost(which, code);
    again(why, Duration.ofMillis(which.resumeAfterMillis));
  }

  private void again(Throwable why, Duration least) {
    lastFailure = why;
    if (over) {
      return;
    }
    if (attempts.areHopeless(why)) {
      over = true;
      user.gaveUp(
          attempts.everyTokenIsRefused()
              ? new StreamRefusedException(
                  uri.getPath(), ErrorCode.AUTH_FAILED, "the server refuses every token")
              : why);
      return;
    }
    Duration pause = least.plus(attempts.pause());
    LOG.log(
        System.Logger.Level.DEBUG, () -> "connecting again in " + pause.toMillis() + " ms: " + why);
    control.after(pause, this::connect);
  }

  private void handle(Connection from, String text) {
    if (from != connection || from.ended) {
      return;
    }
    try {
      JsonNode frame = json.readTree(text);
      String type = frame.path("type").asText();
      vigil.heard(from, type);
      dispatch(from, type, frame);
    } catch (JsonProcessingException e) {
      replace("A frame is not JSON: " + e.getOriginalMessage());
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "A frame could not be handled", e);
      replace("A frame could not be handled: " + e);
    }
    if (!from.ended) {
      from.next(user.isBehind());
    }
  }

  private void dispatch(Connection from, String type, JsonNode frame) {
    switch (type) {
      case "welcome" -> welcome(from, frame);
      case "token_expiring" -> renewal.begin(from);
      case "going_away" -> {
        long asked = frame.path("resumeAfterMs").asLong();
        from.resumeAfterMillis = Math.max(0, Math.min(asked, LONGEST_RESUME_MILLIS));
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
    vigil.welcomed(from, frame);
    renewal.accepted(from, frame);
    attempts.welcomed();
    lastFailure = null;
    if (!from.welcomed) {
      from.welcomed = true;
      user.welcomed(frame);
    }
  }

  private void tick() {
    Connection on = connection;
    if (on == null) {
      return;
    }
    long now = System.nanoTime();
    Optional<String> complaint = vigil.complaint(on, user.isBehind(), now);
    if (complaint.isPresent()) {
      replace(complaint.get());
    } else if (on.welcomed) {
      if (vigil.isPingDue(on, user.isBehind(), now)) {
        on.send(frames.ping());
        vigil.pinged(on, now);
      }
      renewal.tick(on, now);
      user.tick();
    }
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
