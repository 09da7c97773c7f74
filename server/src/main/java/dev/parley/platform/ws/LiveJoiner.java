package dev.parley.platform.ws;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.Backlog;
import dev.parley.platform.event.Position;
import dev.parley.platform.ws.hub.LiveTopic;
import dev.parley.platform.ws.hub.LiveTopics;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Joins sockets to topics outside the log. Thread-safe. */
final class LiveJoiner {
  private static final int ATTEMPTS = 5;

  private final PastReader past;
  private final LiveTopics live;

  LiveJoiner(PastReader past, LiveTopics live) {
    this.past = past;
    this.live = live;
  }

  void join(Join join) throws InterruptedException {
    Position since = join.since();
    // A ring that moves on while a snapshot is read is tried again with a newer snapshot.
    for (int attempt = 0; !attempt(join, since) && join.wantsSnapshot(); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new AppException(
            ErrorCode.UNAVAILABLE, "The topic moves faster than it can be joined; try again");
      }
      since = null;
    }
  }

  /** False if the ring moved on meanwhile and the client was told so. */
  private boolean attempt(Join join, @Nullable Position since) throws InterruptedException {
    LiveTopic topic = live.topic(join.topic());
    Subscription subscription =
        Subscription.of(join.connection().speaker(), join.topic(), join.rule(), topic);
    LiveTopic.Mark mark = topic.beginJoin();
    boolean attached = false;
    try {
      OptionalLong from = start(join, since, topic, mark);
      if (from.isEmpty()) {
        return true;
      }
      subscription.seen(from.getAsLong());
      attached = topic.attach(subscription, from.getAsLong(), mark);
      if (!attached) {
        join.resync(Backlog.Reason.EXPIRED, topic.position());
      }
    } finally {
      if (!attached) {
        topic.giveUp();
      }
    }
    if (attached) {
      join.connection().topics().add(subscription);
    }
    return attached;
  }

  /** Answers, and tells the number to go on from; empty if the topic is not joined. */
  private OptionalLong start(
      Join join, @Nullable Position since, LiveTopic topic, LiveTopic.Mark mark)
      throws InterruptedException {
    Position head = mark.position();
    if (since != null && join.rule().sequenced()) {
      Backlog.Reason reason = unusable(since, head, topic);
      if (reason == null) {
        join.subscribed(since);
        return OptionalLong.of(since.seq());
      }
      join.resync(reason, head);
      if (!join.wantsSnapshot()) {
        return OptionalLong.empty();
      }
    }
    Object data = join.wantsSnapshot() ? past.snapshot(join) : null;
    long from = data instanceof LiveSnapshot known ? known.seq() : head.seq();
    Position position = join.rule().sequenced() ? new Position(head.epoch(), from) : null;
    join.subscribed(position);
    if (data != null) {
      Object shown = data instanceof LiveSnapshot known ? known.data() : data;
      join.snapshot(position, past.encode(shown));
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
}
