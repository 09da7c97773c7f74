package dev.parley.platform.ws;

import dev.parley.platform.event.Backlog;
import dev.parley.platform.event.Position;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.ws.hub.Hub;
import dev.parley.platform.ws.hub.LogFeed;
import java.util.List;

/**
 * Joins sockets to logs: the feed keeps what happens while the past is read, and the socket becomes
 * live where the two meet. Thread-safe.
 */
final class LogJoiner {
  private final PastReader past;
  private final Hub hub;

  LogJoiner(PastReader past, Hub hub) {
    this.past = past;
    this.hub = hub;
  }

  void join(Join join) throws InterruptedException {
    LogFeed feed = hub.acquire(join.key());
    Subscription subscription =
        Subscription.of(join.connection().speaker(), join.topic(), join.rule(), feed);
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
      join.connection().topics().add(subscription);
    }
  }

  /** Sends what comes before the live stream; false if the topic is not joined. */
  private boolean readPast(Join join, LogFeed feed, Subscription subscription)
      throws InterruptedException {
    Position since = join.since();
    if (since != null) {
      switch (past.since(join, since, hub.page())) {
        case Backlog.Events backlog -> {
          hub.startAt(feed, backlog.head());
          subscription.seen(since.seq());
          join.subscribed(since);
          hub.replay(backlog.events(), backlog.head().epoch(), subscription);
          return true;
        }
        case Backlog.ResyncRequired resync -> {
          join.resync(resync.reason(), resync.head());
          if (!join.wantsSnapshot()) {
            return false;
          }
        }
      }
    }
    PastReader.State state = past.state(join);
    hub.startAt(feed, state.position());
    subscription.seen(state.position().seq());
    join.subscribed(state.position());
    if (state.data() != null) {
      join.snapshot(state.position(), past.encode(state.data()));
    }
    return true;
  }

  /** Reads on until the live stream is reached; false if the socket went meanwhile. */
  private boolean catchUp(Join join, LogFeed feed, Subscription subscription)
      throws InterruptedException {
    while (join.connection().outbound().awaitRoom()) {
      if (feed.attach(subscription, subscription.seen())) {
        return true;
      }
      List<StoredEvent> events = past.after(join, subscription.seen(), hub.page());
      hub.replay(events, feed.epoch(), subscription);
    }
    return false;
  }
}
