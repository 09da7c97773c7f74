package dev.parley.platform.ws;

import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.ws.hub.HubEvent;
import dev.parley.platform.ws.hub.LiveTopic;
import dev.parley.platform.ws.hub.LogFeed;
import dev.parley.platform.ws.hub.Subscriber;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One topic of one socket. Its stream delivers in order; what the socket has had already is
 * dropped. Events are delivered by one thread at a time: the joining one, then under the stream's
 * lock.
 */
final class Subscription implements Subscriber {
  private final Speaker speaker;
  private final String topic;
  private final TopicRule rule;
  private final @Nullable LogFeed feed;
  private final @Nullable LiveTopic live;
  private volatile long seen;
  private volatile boolean left;

  private Subscription(
      Speaker speaker,
      String topic,
      TopicRule rule,
      @Nullable LogFeed feed,
      @Nullable LiveTopic live) {
    this.speaker = speaker;
    this.topic = topic;
    this.rule = rule;
    this.feed = feed;
    this.live = live;
  }

  static Subscription of(Speaker speaker, String topic, TopicRule rule, LogFeed feed) {
    return new Subscription(speaker, topic, rule, feed, null);
  }

  static Subscription of(Speaker speaker, String topic, TopicRule rule, LiveTopic live) {
    return new Subscription(speaker, topic, rule, null, live);
  }

  String topic() {
    return topic;
  }

  TopicRule rule() {
    return rule;
  }

  @Nullable LogFeed feed() {
    return feed;
  }

  @Nullable LiveTopic live() {
    return live;
  }

  /** The log it follows, where it follows one. */
  Optional<LogKey> key() {
    return Optional.ofNullable(feed).map(LogFeed::key);
  }

  /** Where a numbered live topic stands. */
  Optional<Position> livePosition() {
    return Optional.ofNullable(live).filter(l -> rule.sequenced()).map(LiveTopic::position);
  }

  /** The number up to which the socket has everything. */
  long seen() {
    return seen;
  }

  void seen(long seq) {
    seen = seq;
  }

  /** Nothing is delivered from here on. */
  void leave() {
    left = true;
  }

  @Override
  public void deliver(HubEvent event) {
    if (left) {
      return;
    }
    if (event.seq() > 0) {
      if (event.seq() <= seen) {
        return;
      }
      seen = event.seq();
    }
    speaker.deliver(event, topic);
  }
}
