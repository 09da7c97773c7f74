package dev.parley.client.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.Tokens;
import dev.parley.client.model.ErrorCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that share a {@link Link}. What changes them runs on the control thread;
 * listeners run on {@code workers}. Other threads see the map of subscriptions and {@code closed}
 * only.
 */
final class StreamSocket implements EventSocket, Link.User {
  private static final System.Logger LOG = System.getLogger("dev.parley.client.ws");
  private static final long IDLE_SECONDS = 10;

  private final ObjectMapper json;
  private final Frames frames;
  private final Control control = new Control();
  private final @Nullable ExecutorService ownWorkers;
  private final Executor workers;
  private final Map<String, StreamSubscription<?>> subscriptions = new ConcurrentHashMap<>();
  private final Link link;
  private final Joiner joiner;
  private final Holdup holdup;
  private volatile boolean closed;

  private @Nullable Throwable fatal;

  /**
   * @param workers what listeners run on; null for threads of its own
   */
  StreamSocket(
      HttpClient http,
      URI uri,
      Tokens tokens,
      ObjectMapper json,
      StreamSettings settings,
      @Nullable Executor workers) {
    this.json = json;
    this.frames = new Frames(json);
    this.ownWorkers = workers == null ? ownWorkers() : null;
    this.workers = workers == null ? ownWorkers : workers;
    this.link = new Link(http, uri, tokens, json, settings, control, this);
    this.joiner = new Joiner(control, frames, settings, link, subscriptions.values());
    this.holdup = new Holdup(control, frames, settings, link, joiner, subscriptions.values());
  }

  /** A subscription uses one thread at most, and only while its listener has something to hear. */
  private static ExecutorService ownWorkers() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        Control.daemons("parley-listener"));
  }

  void start() {
    control.post(link::start);
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
    control.post(() -> added(subscription));
    return subscription;
  }

  Optional<Throwable> lastFailure() {
    return link.lastFailure();
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(subscriptions.values()).forEach(StreamSubscription::close);
    if (ownWorkers != null) {
      ownWorkers.shutdown();
    }
    // The control thread stays for a handshake that is under way: it has to end what that opens.
    control.post(
        () -> {
          var unused = link.close().thenRun(() -> control.post(control::close));
        });
  }

  // Called by subscriptions, on any thread.

  void forget(StreamSubscription<?> subscription) {
    if (subscriptions.remove(subscription.topic(), subscription)) {
      control.post(() -> left(subscription));
    }
  }

  void hasRoom(StreamSubscription<?> subscription) {
    control.post(() -> holdup.hasRoom(subscription));
  }

  // From here on everything runs on the control thread.

  void isFull(StreamSubscription<?> subscription) {
    holdup.isFull(subscription);
  }

  private void added(StreamSubscription<?> subscription) {
    if (fatal != null) {
      subscription.end(fatal);
    } else if (link.isUp()) {
      joiner.want(subscription);
    }
  }

  private void left(StreamSubscription<?> subscription) {
    holdup.hasRoom(subscription);
    // A successor on the same topic leaves and joins anew by itself, and may have done so already.
    if (link.isUp() && !subscriptions.containsKey(subscription.topic())) {
      link.send(frames.unsubscribe(subscription.topic()));
    }
  }

  @Override
  public void welcomed(JsonNode welcome) {
    joiner.welcomed(welcome);
  }

  @Override
  public void lost() {
    holdup.lost();
    subscriptions.values().forEach(StreamSubscription::detach);
  }

  /** Every subscription ends with this, the present ones and those to come. */
  @Override
  public void gaveUp(Throwable why) {
    fatal = why;
    List.copyOf(subscriptions.values()).forEach(subscription -> subscription.end(why));
  }

  @Override
  public boolean isBehind() {
    return holdup.isBehind();
  }

  @Override
  public void tick() {
    joiner.tick(holdup.isBehind());
  }

  @Override
  public void frame(String type, JsonNode frame) {
    switch (type) {
      case "subscribed" ->
          answered(frame).ifPresent(joined -> joined.subscribed(Frames.position(frame)));
      case "resync_required" -> answered(frame).ifPresent(asked -> resync(asked, frame));
      case "error" -> error(frame);
      case "heartbeat" -> heartbeat(frame);
      case "lagged" ->
          addressed(frame)
              .ifPresent(
                  slow -> slow.lagged(frame.path("from").asLong(), frame.path("to").asLong()));
      case "pong", "unsubscribed" -> {
        // Being heard is all they are for.
      }
      default -> addressed(frame).ifPresent(of -> event(of, type, frame));
    }
  }

  private void event(StreamSubscription<?> subscription, String type, JsonNode frame) {
    if (subscription.receive(type, Frames.position(frame), frame)) {
      return;
    }
    if (subscription.isFetchingInVain()) {
      link.replace(subscription.topic() + ": events are missing however often they are fetched");
    } else {
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> subscription.topic() + ": events are missing, joining anew");
      joiner.joinNow(subscription);
    }
  }

  private void resync(StreamSubscription<?> subscription, JsonNode frame) {
    Position now = Frames.position(frame);
    if (now == null) {
      return;
    }
    boolean goesOn = subscription.resync(frame.path("reason").asText(), now);
    if (!goesOn) {
      joiner.joinNow(subscription);
    }
  }

  private void heartbeat(JsonNode frame) {
    for (JsonNode entry : frame.path("positions")) {
      StreamSubscription<?> subscription = addressed(entry).orElse(null);
      Position log = Frames.position(entry);
      if (subscription != null && log != null && !subscription.beat(log)) {
        link.replace(subscription.topic() + ": the connection is mute");
        return;
      }
    }
  }

  private void error(JsonNode frame) {
    ErrorCode code = ErrorCode.of(frame.path("code").asText());
    String id = Frames.text(frame, "id");
    String topic = Frames.text(frame, "topic");
    if (id == null && topic == null) {
      if (code == ErrorCode.RATE_LIMIT_EXCEEDED) {
        joiner.frameLost();
      }
      return;
    }
    for (StreamSubscription<?> subscription : List.copyOf(subscriptions.values())) {
      boolean named = subscription.topic().equals(topic);
      // Without an id it is no answer: a renewed token no longer lets this topic in.
      if (id == null ? named : subscription.isWaitingFor(id) && (topic == null || named)) {
        refused(subscription, code, frame);
      }
    }
  }

  private void refused(StreamSubscription<?> subscription, ErrorCode code, JsonNode frame) {
    switch (code) {
      case RATE_LIMIT_EXCEEDED, UNAVAILABLE, INTERNAL_ERROR, UPSTREAM_FAILED ->
          joiner.joinLater(subscription, Frames.retryAfter(frame));
      default ->
          subscription.end(
              new StreamRefusedException(
                  subscription.topic(), code, frame.path("detail").asText()));
    }
  }

  private Optional<StreamSubscription<?>> addressed(JsonNode frame) {
    return Optional.ofNullable(Frames.text(frame, "topic")).map(subscriptions::get);
  }

  private Optional<StreamSubscription<?>> answered(JsonNode frame) {
    String id = Frames.text(frame, "id");
    return addressed(frame).filter(subscription -> subscription.isWaitingFor(id));
  }
}
