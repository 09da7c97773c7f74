package dev.parley.platform.ws;

import dev.parley.platform.event.Backlog;
import dev.parley.platform.event.Position;
import dev.parley.platform.ws.hub.LiveTopic;
import dev.parley.platform.ws.hub.LiveTopics;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Joins sockets to topics outside the log. Thread-safe. */
final class LiveJoiner {
  private final PastReader past;
  private final LiveTopics live;

  LiveJoiner(PastReader past, LiveTopics live) {
    this.past = past;
    this.live = live;
  }

  void join(Join join) throws InterruptedException {
    LiveTopic topic = live.topic(join.topic());
    Subscription subscription =
        Subscription.of(join.connection().speaker(), join.topic(), join.rule(), topic);
    LiveTopic.Mark mark = topic.beginJoin();
    boolean attached = false;
    try {
      OptionalLong from = start(join, topic, mark);
      if (from.isPresent()) {
        subscription.seen(from.getAsLong());
        attached = topic.attach(subscription, from.getAsLong(), mark);
        if (!attached) {
          join.resync(Backlog.Reason.EXPIRED, topic.position());
        }
      }
    } finally {
      if (!attached) {
        topic.giveUp();
      }
    }
    if (attached) {
      join.connection().topics().add(subscription);
    }
  }

  /** Answers, and tells the number to go on from; empty if the topic is not joined. */
  private OptionalLong start(Join join, LiveTopic topic, LiveTopic.Mark mark)
      throws InterruptedException {
    Position head = mark.position();
    Position since = join.since();
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
