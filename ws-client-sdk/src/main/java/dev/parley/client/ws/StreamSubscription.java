package dev.parley.client.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.error.UnexpectedAnswerException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One topic's place in the stream. {@code received} is the last event taken from the wire, which is
 * where a new connection resumes; {@code position} is the last one the listener has handled. The
 * fields without {@code volatile} belong to the control thread of the {@link StreamSocket}.
 */
final class StreamSubscription<E> implements Subscription {
  private static final System.Logger LOG = System.getLogger("dev.parley.client.ws");

  private final Topic<E> topic;
  private final StreamOptions options;
  private final StreamListener<? super E> listener;
  private final StreamSocket socket;
  private final ObjectMapper json;
  private final Delivery delivery;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private volatile @Nullable Position position;

  private @Nullable String joinId;
  private boolean joined;
  private boolean everJoined;
  private boolean snapshotDue;
  private @Nullable Position received;
  private @Nullable Position expected;
  private @Nullable Position receivedAtBeat;
  private @Nullable Position missingAfter;
  private Duration waited = Duration.ZERO;
  private boolean aside;

  StreamSubscription(
      Topic<E> topic,
      StreamOptions options,
      StreamListener<? super E> listener,
      StreamSocket socket,
      ObjectMapper json,
      Executor workers) {
    this.topic = topic;
    this.options = options;
    this.listener = listener;
    this.socket = socket;
    this.json = json;
    this.delivery =
        new Delivery(workers, options.buffer(), () -> socket.hasRoom(this), this::failed);
    this.received = options.since().orElse(null);
    this.position = received;
  }

  @Override
  public String topic() {
    return topic.name();
  }

  @Override
  public Optional<Position> position() {
    return Optional.ofNullable(position);
  }

  @Override
  public Subscription awaitReady(Duration timeout) {
    try {
      ready.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return this;
    } catch (TimeoutException e) {
      throw new StreamException(
          topic.name() + ": not joined within " + timeout, socket.lastFailure().orElse(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StreamException(topic.name() + ": interrupted while waiting", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof StreamException refusal
          ? refusal
          : new StreamException(topic.name() + ": " + e.getCause().getMessage(), e.getCause());
    }
  }

  @Override
  public CompletableFuture<Void> done() {
    return done.copy();
  }

  @Override
  public void close() {
    end(null);
  }

  /** Ends the subscription, on any thread; the first call counts. */
  void end(@Nullable Throwable error) {
    socket.forget(this);
    Throwable reason = error == null ? new StreamException(topic.name() + ": closed", null) : error;
    ready.completeExceptionally(reason);
    delivery.finish(
        () -> {
          try {
            listener.onClosed(error);
          } finally {
            if (error == null) {
              done.complete(null);
            } else {
              done.completeExceptionally(error);
            }
          }
        });
  }

  private void failed(Throwable error) {
    if (done.isDone()) {
      LOG.log(System.Logger.Level.WARNING, topic.name() + ": onClosed failed", error);
    } else {
      end(error);
    }
  }

  /** Whether the server has not answered yet how it is to be joined. */
  boolean isWaiting() {
    return joinId != null && !joined;
  }

  boolean isWaitingFor(@Nullable String id) {
    return isWaiting() && joinId.equals(id);
  }

  /** Counts how long the answer has taken. */
  Duration waited(Duration more) {
    waited = waited.plus(more);
    return waited;
  }

  /** Whether the topic is left on the server until the listener has caught up. */
  boolean isAside() {
    return aside;
  }

  void setAside(boolean aside) {
    this.aside = aside;
    if (aside) {
      detach();
    }
  }

  /** Whether events were missing at this very place before, and fetching them brought none. */
  boolean isFetchingInVain() {
    boolean again = received != null && received.equals(missingAfter);
    missingAfter = received;
    return again;
  }

  /** What to ask for when joining: where to resume, and the state where that cannot be done. */
  Frames.Join join(String id) {
    joinId = id;
    joined = false;
    waited = Duration.ZERO;
    expected = null;
    receivedAtBeat = null;
    boolean snapshot =
        topic.hasSnapshot() && (options.snapshot() || everJoined || received != null);
    snapshotDue = snapshot && received == null;
    return new Frames.Join(topic.name(), snapshot, received);
  }

  /** The connection is gone; what was received stays received. */
  void detach() {
    joinId = null;
    joined = false;
  }

  void subscribed(@Nullable Position at) {
    joined = true;
    everJoined = true;
    // While a snapshot is due, nothing is received yet: a break before it must bring it again.
    if (received == null && at != null && !snapshotDue) {
      received = at;
      handled(at);
    }
    ready.complete(null);
  }

  /**
   * Where the log stands now, the place asked for being gone; true if the server goes on by itself.
   */
  boolean resync(String reason, Position now) {
    received = null;
    snapshotDue = topic.hasSnapshot();
    offer(() -> listener.onResync(reason, now));
    return snapshotDue;
  }

  void lagged(long from, long to) {
    if (joined) {
      offer(() -> listener.onLagged(from, to));
    }
  }

  /**
   * Takes an event or a snapshot.
   *
   * @return false if events are missing before it, so that the topic has to be joined anew
   */
  boolean receive(String type, @Nullable Position at, JsonNode frame) {
    if (!joined) {
      return true;
    }
    if (type.equals(Topic.SNAPSHOT)) {
      snapshotDue = false;
      take(type, at, frame);
      return true;
    }
    if (at == null || received == null) {
      take(type, at, frame);
      return true;
    }
    if (!at.epoch().equals(received.epoch()) || at.seq() > received.seq() + 1) {
      return false;
    }
    if (at.seq() == received.seq() + 1) {
      take(type, at, frame);
    }
    return true;
  }

  /**
   * Compares with what a heartbeat says of the log. An event may be on its way for one interval, so
   * what counts is the heartbeat before; and a long backlog that is still coming in is no silence.
   *
   * @return false if this connection does not deliver
   */
  boolean beat(Position log) {
    if (!joined || received == null) {
      return true;
    }
    boolean behind = expected != null && received.seq() < expected.seq();
    boolean silent = received.equals(receivedAtBeat);
    expected = log;
    receivedAtBeat = received;
    return log.epoch().equals(received.epoch()) && !(behind && silent);
  }

  private void take(String type, @Nullable Position at, JsonNode frame) {
    if (at != null) {
      received = at;
    }
    Class<? extends E> eventClass = topic.types().get(type);
    if (eventClass == null) {
      // Newer than this SDK: passed over, but counted.
      if (at != null) {
        handled(at);
      }
      return;
    }
    E event;
    try {
      event = json.treeToValue(frame, eventClass);
    } catch (JsonProcessingException e) {
      end(
          new UnexpectedAnswerException(
              topic.name() + ": " + type + " cannot be read: " + e.getOriginalMessage(), e));
      return;
    }
    offer(
        () -> {
          listener.onEvent(event);
          if (at != null) {
            position = at;
          }
        });
  }

  private void handled(Position at) {
    offer(() -> position = at);
  }

  private void offer(Delivery.Item item) {
    if (!delivery.offer(item)) {
      socket.isFull(this);
    }
  }
}
