package dev.parley.client.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.Tokens;
import dev.parley.client.model.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that share a {@link Link}. What changes them runs on the control thread;
 * listeners run on {@code workers}. Other threads see the map of subscriptions and {@code closed}
 * only.
 */
final class StreamSocket implements EventSocket, Link.User {
  private static final System.Logger LOG = System.getLogger("dev.parley.client.ws");
  private static final int TOPICS_PER_FRAME = 100;
  private static final Duration REFUSAL_PAUSE = Duration.ofSeconds(1);

  private final ObjectMapper json;
  private final Frames frames;
  private final Backoff backoff;
  private final Control control = new Control();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(Control.daemons("parley-listener"));
  private final Map<String, StreamSubscription<?>> subscriptions = new ConcurrentHashMap<>();
  private final Link link;
  private volatile boolean closed;

  private final Set<StreamSubscription<?>> full = new HashSet<>();
  private @Nullable Throwable fatal;
  private long frameIds;

  StreamSocket(
      URI uri, Tokens tokens, ObjectMapper json, Backoff backoff, Duration connectTimeout) {
    this.json = json;
    this.frames = new Frames(json);
    this.backoff = backoff;
    this.link = new Link(uri, tokens, json, backoff, connectTimeout, control, this);
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
    control.post(
        () -> {
          link.close();
          control.close();
          workers.shutdown();
        });
  }

  // Called by subscriptions, on any thread.

  void forget(StreamSubscription<?> subscription) {
    if (subscriptions.remove(subscription.topic(), subscription)) {
      control.post(() -> left(subscription));
    }
  }

  void hasRoom(StreamSubscription<?> subscription) {
    control.post(() -> caughtUp(subscription));
  }

  // From here on everything runs on the control thread.

  void isFull(StreamSubscription<?> subscription) {
    full.add(subscription);
  }

  private void caughtUp(StreamSubscription<?> subscription) {
    if (full.remove(subscription) && full.isEmpty()) {
      link.resume();
    }
  }

  private void added(StreamSubscription<?> subscription) {
    if (fatal != null) {
      subscription.end(fatal);
    } else if (link.isUp() && subscriptions.containsValue(subscription)) {
      join(List.of(subscription));
    }
  }

  private void left(StreamSubscription<?> subscription) {
    caughtUp(subscription);
    // A successor on the same topic leaves and joins anew by itself, and may have done so already.
    if (link.isUp() && !subscriptions.containsKey(subscription.topic())) {
      link.send(frames.unsubscribe(subscription.topic()));
    }
  }

  private void join(Collection<StreamSubscription<?>> joining) {
    List<StreamSubscription<?>> all = new ArrayList<>(joining);
    for (int from = 0; from < all.size(); from += TOPICS_PER_FRAME) {
      String id = Long.toString(++frameIds);
      List<Frames.Join> joins =
          all.subList(from, Math.min(from + TOPICS_PER_FRAME, all.size())).stream()
              .map(subscription -> subscription.join(id))
              .toList();
      link.send(frames.subscribe(id, joins));
    }
  }

  @Override
  public void welcomed() {
    join(subscriptions.values());
  }

  @Override
  public void lost() {
    full.clear();
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
    return !full.isEmpty();
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
    if (!subscription.receive(type, Frames.position(frame), frame)) {
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> subscription.topic() + ": events are missing, joining anew");
      join(List.of(subscription));
    }
  }

  private void resync(StreamSubscription<?> subscription, JsonNode frame) {
    Position now = Frames.position(frame);
    if (now == null) {
      return;
    }
    boolean goesOn = subscription.resync(frame.path("reason").asText(), now);
    if (!goesOn) {
      join(List.of(subscription));
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
    for (StreamSubscription<?> subscription : List.copyOf(subscriptions.values())) {
      if (subscription.isJoining(id)
          && !subscription.isJoined()
          && (topic == null || topic.equals(subscription.topic()))) {
        refused(subscription, code, frame.path("detail").asText());
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
    Object on = link.current();
    control.after(
        REFUSAL_PAUSE.plus(backoff.after(1)),
        () -> {
          if (on == link.current() && subscriptions.containsValue(subscription)) {
            join(List.of(subscription));
          }
        });
  }

  private Optional<StreamSubscription<?>> addressed(JsonNode frame) {
    return Optional.ofNullable(Frames.text(frame, "topic")).map(subscriptions::get);
  }

  private Optional<StreamSubscription<?>> answered(JsonNode frame) {
    String id = Frames.text(frame, "id");
    return addressed(frame).filter(subscription -> subscription.isJoining(id));
  }
}
