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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection and its subscriptions. Everything that changes state runs on the one control
 * thread, in the order it happened; listeners run on {@code workers}. Other threads see the map of
 * subscriptions and the volatile fields only.
 */
final class StreamSocket implements EventSocket {
  private static final System.Logger LOG = System.getLogger("dev.parley.client.ws");
  private static final int CLOSED_UNAUTHENTICATED = 4401;
  private static final int TOPICS_PER_FRAME = 100;
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
  private final HttpClient http;
  private final ScheduledThreadPoolExecutor control;
  private final ExecutorService workers;
  private final Map<String, StreamSubscription<?>> subscriptions = new ConcurrentHashMap<>();
  private volatile boolean closed;
  private volatile @Nullable Throwable lastFailure;
  private volatile @Nullable String lastToken;

  private @Nullable Connection connection;
  private @Nullable Throwable fatal;
  private @Nullable String refusedToken;
  private final Set<StreamSubscription<?>> full = new HashSet<>();
  private int failures;
  private int refusals;
  private long frameIds;

  StreamSocket(
      URI uri, Tokens tokens, ObjectMapper json, Backoff backoff, Duration connectTimeout) {
    this.uri = uri;
    this.tokens = tokens;
    this.json = json;
    this.frames = new Frames(json);
    this.backoff = backoff;
    this.connectTimeout = connectTimeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .build();
    this.control = new ScheduledThreadPoolExecutor(1, daemons("parley-streams"));
    this.control.setRemoveOnCancelPolicy(true);
    this.workers = Executors.newCachedThreadPool(daemons("parley-listener"));
  }

  void start() {
    var unused =
        control.scheduleWithFixedDelay(
            guarded(this::tick), TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    post(this::connect);
  }

  @Override
  public <E> Subscription subscribe(
      Topic<E> topic, StreamOptions options, StreamListener<? super E> listener) {
    if (closed) {
      throw new IllegalStateException("The streams are closed");
    }
    StreamSubscription<E> subscription =
        new StreamSubscription<>(topic, options, listener, this, json, workers);
    if (subscriptions.putIfAbsent(topic.name(), subscription) != null) {
      throw new IllegalStateException(
          topic.name() + " is subscribed already; close that subscription or open other streams");
    }
    if (closed) {
      // Closed in between: the subscription came too late to be ended with the others.
      subscription.close();
    }
    post(() -> added(subscription));
    return subscription;
  }

  Optional<Throwable> lastFailure() {
    return Optional.ofNullable(lastFailure);
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(subscriptions.values()).forEach(StreamSubscription::close);
    post(
        () -> {
          if (connection != null) {
            connection.ended = true;
            connection.close();
            connection = null;
          }
          control.shutdownNow();
          workers.shutdown();
        });
  }

  // Called by connections and subscriptions, on any thread.

  void received(Connection from, String frame) {
    post(() -> handle(from, frame));
  }

  void ended(Connection which, int code, Throwable why) {
    post(() -> lost(which, code, why));
  }

  void forget(StreamSubscription<?> subscription) {
    if (subscriptions.remove(subscription.topic(), subscription)) {
      post(() -> left(subscription));
    }
  }

  void hasRoom(StreamSubscription<?> subscription) {
    post(
        () -> {
          if (full.remove(subscription) && full.isEmpty() && connection != null) {
            connection.resume();
          }
        });
  }

  // From here on everything runs on the control thread.

  void isFull(StreamSubscription<?> subscription) {
    full.add(subscription);
  }

  private void connect() {
    if (closed || fatal != null || connection != null) {
      return;
    }
    String refused = refusedToken;
    CompletableFuture<String> token = refused == null ? tokens.access() : tokens.renew(refused);
    var unused =
        token
            .thenCompose(this::open)
            .whenComplete(
                (opened, failure) ->
                    post(
                        () -> {
                          if (failure != null) {
                            notConnected(unwrap(failure));
                          }
                        }));
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
              post(() -> connected(opening, opened));
              return opening;
            });
  }

  private void connected(Connection opened, WebSocket webSocket) {
    if (closed || fatal != null || connection != null || opened.ended) {
      webSocket.abort();
      return;
    }
    connection = opened;
    opened.start(webSocket);
  }

  private void notConnected(Throwable failure) {
    lastFailure = failure;
    if (failure instanceof SignedOutException) {
      end(failure);
      return;
    }
    if (failure instanceof WebSocketHandshakeException refusal
        && refusal.getResponse().statusCode() == 401) {
      refusedToken = lastToken;
      if (++refusals >= REFUSALS) {
        end(everyTokenRefused());
        return;
      }
    }
    reconnect(backoff.after(failures++));
  }

  private void reconnect(Duration pause) {
    if (closed || fatal != null) {
      return;
    }
    LOG.log(
        System.Logger.Level.DEBUG,
        () -> "connecting again in " + pause.toMillis() + " ms: " + lastFailure);
    var unused = control.schedule(guarded(this::connect), pause.toMillis(), TimeUnit.MILLISECONDS);
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
    full.clear();
    subscriptions.values().forEach(StreamSubscription::detach);
    if (code == CLOSED_UNAUTHENTICATED || which.refused) {
      refusedToken = which.token;
      if (!which.welcomed && ++refusals >= REFUSALS) {
        end(everyTokenRefused());
        return;
      }
    }
    if (which.welcomed && System.nanoTime() - which.openedAt > STABLE) {
      failures = 0;
    }
    Duration pause = backoff.after(failures++);
    reconnect(which.resumeAfterMillis < 0 ? pause : pause.plusMillis(which.resumeAfterMillis));
  }

  /** No way to go on: every subscription ends with this, the present ones and those to come. */
  private void end(Throwable failure) {
    fatal = failure;
    List.copyOf(subscriptions.values()).forEach(subscription -> subscription.end(failure));
  }

  private StreamRefusedException everyTokenRefused() {
    return new StreamRefusedException(
        uri.getPath(), ErrorCode.AUTH_FAILED, "the server refuses every token");
  }

  private void added(StreamSubscription<?> subscription) {
    if (fatal != null) {
      subscription.end(fatal);
    } else if (connection != null && connection.welcomed) {
      join(List.of(subscription));
    }
  }

  private void left(StreamSubscription<?> subscription) {
    full.remove(subscription);
    if (connection != null) {
      // A successor may have taken the topic meanwhile; joining after this leaves it joined.
      connection.send(frames.unsubscribe(subscription.topic()));
      if (full.isEmpty()) {
        connection.resume();
      }
    }
  }

  private void join(Collection<StreamSubscription<?>> joining) {
    Connection to = connection;
    if (to == null) {
      return;
    }
    List<StreamSubscription<?>> all = new ArrayList<>(joining);
    for (int from = 0; from < all.size(); from += TOPICS_PER_FRAME) {
      String id = Long.toString(++frameIds);
      List<Frames.Join> joins =
          all.subList(from, Math.min(from + TOPICS_PER_FRAME, all.size())).stream()
              .map(subscription -> subscription.join(id))
              .toList();
      to.send(frames.subscribe(id, joins));
    }
  }

  private void handle(Connection from, String text) {
    if (from != connection || from.ended) {
      return;
    }
    from.lastHeardAt = System.nanoTime();
    JsonNode frame;
    try {
      frame = json.readTree(text);
    } catch (JsonProcessingException e) {
      lost(from, -1, new StreamException("A frame is not JSON: " + e.getOriginalMessage(), e));
      return;
    }
    dispatch(from, frame);
    if (!from.ended) {
      from.next(!full.isEmpty());
    }
  }

  private void dispatch(Connection from, JsonNode frame) {
    String type = frame.path("type").asText();
    switch (type) {
      case "welcome" -> welcome(from, frame);
      case "subscribed" -> {
        StreamSubscription<?> subscription = answered(frame);
        if (subscription != null) {
          subscription.subscribed(Frames.position(frame));
        }
      }
      case "resync_required" -> resync(frame);
      case "error" -> error(from, frame);
      case "heartbeat" -> heartbeat(from, frame);
      case "lagged" -> {
        StreamSubscription<?> subscription = addressed(frame);
        if (subscription != null) {
          subscription.lagged(frame.path("from").asLong(), frame.path("to").asLong());
        }
      }
      case "token_expiring" -> renew(from);
      case "going_away" -> {
        from.resumeAfterMillis = Math.max(0, frame.path("resumeAfterMs").asLong());
        lost(from, -1, new StreamException("The server is going away", null));
      }
      case "pong", "unsubscribed" -> {
        // Being heard is all they are for.
      }
      default -> event(type, frame);
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
      join(subscriptions.values());
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
                    post(
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

  private void event(String type, JsonNode frame) {
    StreamSubscription<?> subscription = addressed(frame);
    if (subscription != null && !subscription.receive(type, Frames.position(frame), frame)) {
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> subscription.topic() + ": events are missing, joining anew");
      join(List.of(subscription));
    }
  }

  private void resync(JsonNode frame) {
    StreamSubscription<?> subscription = answered(frame);
    Position now = Frames.position(frame);
    if (subscription == null || now == null) {
      return;
    }
    boolean goesOn = subscription.resync(frame.path("reason").asText(), now);
    if (!goesOn) {
      join(List.of(subscription));
    }
  }

  private void heartbeat(Connection from, JsonNode frame) {
    for (JsonNode entry : frame.path("positions")) {
      StreamSubscription<?> subscription = addressed(entry);
      Position log = Frames.position(entry);
      if (subscription != null && log != null && !subscription.beat(log)) {
        lost(
            from, -1, new StreamException(subscription.topic() + ": the connection is mute", null));
        return;
      }
    }
  }

  private void error(Connection from, JsonNode frame) {
    ErrorCode code = ErrorCode.of(frame.path("code").asText());
    String detail = frame.path("detail").asText();
    if (!frame.path("recoverable").asBoolean()) {
      from.refused |= code == ErrorCode.AUTH_FAILED;
      lost(
          from,
          -1,
          new StreamException("The server ended the connection: " + code + ", " + detail, null));
      return;
    }
    String id = Frames.text(frame, "id");
    String topic = Frames.text(frame, "topic");
    for (StreamSubscription<?> subscription : List.copyOf(subscriptions.values())) {
      if (subscription.isJoining(id)
          && !subscription.isJoined()
          && (topic == null || topic.equals(subscription.topic()))) {
        refused(subscription, code, detail);
      }
    }
  }

  private void refused(StreamSubscription<?> subscription, ErrorCode code, String detail) {
    boolean passing =
        switch (code) {
          case RATE_LIMIT_EXCEEDED, UNAVAILABLE, INTERNAL_ERROR, UPSTREAM_FAILED -> true;
          default -> false;
        };
    if (!passing) {
      subscription.end(new StreamRefusedException(subscription.topic(), code, detail));
      return;
    }
    Connection on = connection;
    var unused =
        control.schedule(
            guarded(
                () -> {
                  if (on == connection && subscriptions.containsValue(subscription)) {
                    join(List.of(subscription));
                  }
                }),
            1000 + backoff.after(1).toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private @Nullable StreamSubscription<?> addressed(JsonNode frame) {
    String topic = Frames.text(frame, "topic");
    return topic == null ? null : subscriptions.get(topic);
  }

  private @Nullable StreamSubscription<?> answered(JsonNode frame) {
    StreamSubscription<?> subscription = addressed(frame);
    return subscription != null && subscription.isJoining(Frames.text(frame, "id"))
        ? subscription
        : null;
  }

  private void tick() {
    Connection on = connection;
    if (on == null) {
      return;
    }
    long now = System.nanoTime();
    if (!on.welcomed) {
      if (now - on.openedAt > connectTimeout.toNanos()) {
        lost(on, -1, new StreamException("The server does not say welcome", null));
      }
      return;
    }
    if (full.isEmpty() && now - on.lastHeardAt > on.heartbeatNanos * 5 / 2) {
      lost(on, -1, new StreamException("Nothing was heard for more than two heartbeats", null));
      return;
    }
    if (now - on.lastSaidAt > on.heartbeatNanos * 2 / 3) {
      on.send(frames.ping());
    }
    if (on.renewAt != Long.MAX_VALUE && now - on.renewAt > 0) {
      renew(on);
    }
  }

  private void post(Runnable step) {
    try {
      control.execute(guarded(step));
    } catch (RejectedExecutionException e) {
      if (!closed) {
        throw e;
      }
    }
  }

  /** A step that fails must not take the control thread's later steps with it. */
  private Runnable guarded(Runnable step) {
    return () -> {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "A step of the streams failed; connecting anew", e);
        if (connection != null) {
          lost(connection, -1, e);
        }
      }
    };
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
