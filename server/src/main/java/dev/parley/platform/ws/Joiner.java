package dev.parley.platform.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.contract.frames.ResyncReason;
import dev.parley.contract.frames.ResyncRequiredFrame;
import dev.parley.contract.frames.StreamPosition;
import dev.parley.contract.frames.SubscribedFrame;
import dev.parley.contract.frames.TopicSubscription;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.Backlog;
import dev.parley.platform.event.EventLog;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.security.Principal;
import dev.parley.platform.tx.Transactions;
import dev.parley.platform.ws.hub.Hub;
import dev.parley.platform.ws.hub.LiveTopic;
import dev.parley.platform.ws.hub.LiveTopics;
import dev.parley.platform.ws.hub.LogFeed;
import dev.parley.platform.ws.protocol.Snapshot;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins sockets to topics ("Join"): the stream keeps what happens while the past is read, and
 * nothing lies between the two. Called on the socket's own thread; thread-safe.
 */
final class Joiner {
  private static final Logger LOG = LoggerFactory.getLogger(Joiner.class);

  /** Reads of joining sockets at a time: a thousand that reconnect leave room for requests. */
  private static final int MAX_READS = 4;

  private final WsSettings settings;
  private final Clock clock;
  private final ObjectMapper json;
  private final TopicCatalog catalog;
  private final Map<String, TopicHandler> handlers;
  private final Transactions transactions;
  private final EventLog log;
  private final Hub hub;
  private final LiveTopics live;
  private final Semaphore reads = new Semaphore(MAX_READS);

  /**
   * @param handlers by {@code x-topic}
   */
  Joiner(
      WsSettings settings,
      Clock clock,
      ObjectMapper json,
      TopicCatalog catalog,
      Map<String, TopicHandler> handlers,
      Transactions transactions,
      EventLog log,
      Hub hub,
      LiveTopics live) {
    this.settings = settings;
    this.clock = clock;
    this.json = json;
    this.catalog = catalog;
    this.handlers = Map.copyOf(handlers);
    this.transactions = transactions;
    this.log = log;
    this.hub = hub;
    this.live = live;
  }

  /** Joins one topic and answers for it, whatever happens. */
  void join(Connection connection, @Nullable String frameId, TopicSubscription wish) {
    try {
      Join join = authorize(connection, frameId, wish);
      connection.drop(wish.topic());
      if (connection.subscriptions().size() >= settings.maxTopics()) {
        throw new AppException(
            ErrorCode.TOO_MANY_TOPICS, "A connection has at most " + settings.maxTopics());
      }
      if (join.rule().durable()) {
        joinLog(join);
      } else {
        joinLive(join);
      }
    } catch (AppException e) {
      connection.fail(frameId, wish.topic(), e.code(), e.detail(), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("Socket {} could not join {}", connection.id(), wish.topic(), e);
      connection.fail(
          frameId,
          wish.topic(),
          ErrorCode.INTERNAL_ERROR,
          "The topic could not be joined; connection " + connection.id(),
          true);
    }
  }

  private Join authorize(Connection connection, @Nullable String frameId, TopicSubscription wish) {
    Principal principal =
        connection
            .principal()
            .orElseThrow(() -> new AppException(ErrorCode.UNAUTHENTICATED, "Authenticate first"));
    TopicCatalog.Match match =
        catalog
            .find(wish.topic())
            .filter(found -> connection.module().map(found.rule().module()::equals).orElse(true))
            .orElseThrow(
                () -> new AppException(ErrorCode.NOT_FOUND, "There is no topic " + wish.topic()));
    TopicRule rule = match.rule();
    if (!principal.has(rule.scope())) {
      throw new AppException(
          ErrorCode.PERMISSION_DENIED,
          "Topic " + wish.topic() + " needs the scope " + rule.scope());
    }
    TopicHandler handler = handlers.get(rule.pattern());
    if (handler == null) {
      throw new AppException(ErrorCode.NOT_FOUND, "There is no topic " + wish.topic());
    }
    TopicRequest request = new TopicRequest(wish.topic(), match.parameters(), principal);
    return new Join(connection, frameId, wish, rule, handler, request, handler.authorize(request));
  }

  private void joinLog(Join join) throws InterruptedException {
    LogFeed feed = hub.acquire(join.key());
    Subscription subscription = Subscription.of(join.connection(), join.topic(), join.rule(), feed);
    feed.beginJoin();
    boolean attached = false;
    try {
      attached = readPast(join, feed, subscription) && catchUp(join, feed, subscription);
    } finally {
      if (!attached) {
        feed.giveUp();
        hub.release(feed, subscription);
      }
    }
    if (attached) {
      join.connection().add(subscription);
    }
  }

  /** Sends what comes before the live stream; false if the topic is not joined. */
  private boolean readPast(Join join, LogFeed feed, Subscription subscription)
      throws InterruptedException {
    Position since = join.since();
    if (since != null) {
      switch (reading(() -> log.since(join.key(), since, hub.page()))) {
        case Backlog.Events backlog -> {
          hub.startAt(feed, backlog.head());
          subscription.seen(since.seq());
          join.subscribed(since, clock);
          hub.replay(backlog.events(), backlog.head().epoch(), subscription);
          return true;
        }
        case Backlog.ResyncRequired resync -> {
          join.resync(resync.reason(), resync.head(), clock);
          if (!join.wantsSnapshot()) {
            return false;
          }
        }
      }
    }
    State state = reading(() -> read(join));
    hub.startAt(feed, state.position());
    subscription.seen(state.position().seq());
    join.subscribed(state.position(), clock);
    if (state.data() != null) {
      join.snapshot(state.position(), encode(state.data()), clock);
    }
    return true;
  }

  /** Position and, where asked for, snapshot, both of one transaction. */
  private State read(Join join) {
    return transactions.read(
        handle -> {
          Position position = log.position(handle, join.key());
          Object data =
              join.wantsSnapshot()
                  ? join.handler()
                      .snapshot(
                          new SnapshotContext(join.request().principal(), handle, clock.instant()),
                          join.request())
                  : null;
          return new State(position, data);
        });
  }

  /** Reads on until the live stream is reached; false if the socket went meanwhile. */
  private boolean catchUp(Join join, LogFeed feed, Subscription subscription)
      throws InterruptedException {
    Position start = new Position(feed.epoch(), subscription.seen());
    while (join.connection().outbound().awaitRoom()) {
      if (feed.attach(subscription, subscription.seen())) {
        return true;
      }
      List<StoredEvent> events =
          reading(() -> log.after(join.key(), subscription.seen(), hub.page()));
      hub.replay(events, start.epoch(), subscription);
    }
    return false;
  }

  private void joinLive(Join join) throws InterruptedException {
    LiveTopic topic = live.topic(join.topic());
    Subscription subscription =
        Subscription.of(join.connection(), join.topic(), join.rule(), topic);
    LiveTopic.Mark mark = topic.beginJoin();
    boolean attached = false;
    try {
      OptionalLong from = liveStart(join, topic, mark);
      if (from.isPresent()) {
        subscription.seen(from.getAsLong());
        attached = topic.attach(subscription, from.getAsLong(), mark);
        if (!attached) {
          join.resync(Backlog.Reason.EXPIRED, topic.position(), clock);
        }
      }
    } finally {
      if (!attached) {
        topic.giveUp();
      }
    }
    if (attached) {
      join.connection().add(subscription);
    }
  }

  /** Answers, and tells the number to go on from; empty if the topic is not joined. */
  private OptionalLong liveStart(Join join, LiveTopic topic, LiveTopic.Mark mark)
      throws InterruptedException {
    Position head = mark.position();
    Position since = join.since();
    if (since != null && join.rule().sequenced()) {
      Backlog.Reason reason = unusable(since, head, topic);
      if (reason == null) {
        join.subscribed(since, clock);
        return OptionalLong.of(since.seq());
      }
      join.resync(reason, head, clock);
      if (!join.wantsSnapshot()) {
        return OptionalLong.empty();
      }
    }
    Object data = join.wantsSnapshot() ? reading(() -> snapshot(join)) : null;
    long from = data instanceof LiveSnapshot known ? known.seq() : head.seq();
    Position position = join.rule().sequenced() ? new Position(head.epoch(), from) : null;
    join.subscribed(position, clock);
    if (data != null) {
      join.snapshot(position, encode(data instanceof LiveSnapshot s ? s.data() : data), clock);
    }
    return OptionalLong.of(from);
  }

  private static Backlog.@Nullable Reason unusable(Position since, Position head, LiveTopic topic) {
    if (!since.epoch().equals(head.epoch())) {
      return Backlog.Reason.EPOCH_CHANGED;
    }
    if (since.seq() > head.seq()) {
      return Backlog.Reason.AHEAD_OF_LOG;
    }
    OptionalLong forgotten = topic.forgotten();
    return forgotten.isPresent() && since.seq() < forgotten.getAsLong()
        ? Backlog.Reason.EXPIRED
        : null;
  }

  private Object snapshot(Join join) {
    return transactions.read(
        handle ->
            join.handler()
                .snapshot(
                    new SnapshotContext(join.request().principal(), handle, clock.instant()),
                    join.request()));
  }

  private String encode(Object data) {
    try {
      return json.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <R> R reading(Supplier<R> read) throws InterruptedException {
    reads.acquire();
    try {
      return read.get();
    } finally {
      reads.release();
    }
  }

  /** Takes a subscription out of its stream. */
  void release(Subscription subscription) {
    LogFeed feed = subscription.feed();
    if (feed != null) {
      hub.release(feed, subscription);
    }
    LiveTopic topic = subscription.live();
    if (topic != null) {
      topic.detach(subscription);
    }
  }

  private record State(Position position, @Nullable Object data) {}

  /** One topic being joined. */
  private record Join(
      Connection connection,
      @Nullable String frameId,
      TopicSubscription wish,
      TopicRule rule,
      TopicHandler handler,
      TopicRequest request,
      LogKey key) {
    String topic() {
      return wish.topic();
    }

    boolean wantsSnapshot() {
      return Boolean.TRUE.equals(wish.snapshot()) && rule.hasSnapshot();
    }

    @Nullable Position since() {
      StreamPosition since = wish.since();
      return since == null ? null : new Position(since.epoch(), since.seq());
    }

    void subscribed(@Nullable Position position, Clock clock) {
      connection.send(
          SubscribedFrame.builder()
              .id(frameId)
              .topic(topic())
              .epoch(position == null ? null : position.epoch())
              .seq(position == null ? null : position.seq())
              .time(clock.instant())
              .build());
    }

    void snapshot(@Nullable Position position, String data, Clock clock) {
      connection.send(new Snapshot(frameId, topic(), position, clock.instant(), data));
    }

    void resync(Backlog.Reason reason, Position head, Clock clock) {
      connection.send(
          new ResyncRequiredFrame(
              frameId,
              topic(),
              ResyncReason.valueOf(reason.name()),
              head.epoch(),
              head.seq(),
              clock.instant()));
    }
  }
}
