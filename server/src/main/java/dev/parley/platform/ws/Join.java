package dev.parley.platform.ws;

import dev.parley.contract.frames.ResyncReason;
import dev.parley.contract.frames.ResyncRequiredFrame;
import dev.parley.contract.frames.StreamPosition;
import dev.parley.contract.frames.SubscribedFrame;
import dev.parley.contract.frames.TopicSubscription;
import dev.parley.platform.event.Backlog;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.ws.protocol.Snapshot;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One topic being joined by one socket, its authority checked; and what is answered to that.
 *
 * @param frameId of the frame that asked for it
 */
record Join(
    Connection connection,
    @Nullable String frameId,
    TopicSubscription wish,
    TopicRule rule,
    TopicHandler handler,
    TopicRequest request,
    LogKey key,
    InstantSource clock) {

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

  void subscribed(@Nullable Position position) {
    connection.send(
        SubscribedFrame.builder()
            .id(frameId)
            .topic(topic())
            .epoch(position == null ? null : position.epoch())
            .seq(position == null ? null : position.seq())
            .time(clock.instant())
            .build());
  }

  void snapshot(@Nullable Position position, String data) {
    connection.speaker().send(new Snapshot(frameId, topic(), position, clock.instant(), data));
  }

  void resync(Backlog.Reason reason, Position head) {
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
