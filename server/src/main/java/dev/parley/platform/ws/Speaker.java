package dev.parley.platform.ws;

import dev.parley.contract.frames.ErrorFrame;
import dev.parley.contract.frames.FramesServerMessage;
import dev.parley.contract.frames.LaggedFrame;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.ws.hub.HubEvent;
import dev.parley.platform.ws.protocol.Codec;
import dev.parley.platform.ws.protocol.Snapshot;
import dev.parley.platform.ws.socket.Framing;
import dev.parley.platform.ws.socket.Outbound;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Says things to one client in the spelling it knows. Thread-safe, never waits. */
final class Speaker {
  private static final int MAX_DETAIL = 1000;

  private final Codec codec;
  private final Outbound outbound;
  private final InstantSource clock;

  Speaker(Codec codec, Outbound outbound, InstantSource clock) {
    this.codec = codec;
    this.outbound = outbound;
    this.clock = clock;
  }

  void send(FramesServerMessage frame) {
    send(framed(codec.write(frame)));
  }

  void send(Snapshot snapshot) {
    send(framed(codec.write(snapshot)));
  }

  private void send(byte @Nullable [] frame) {
    if (frame != null) {
      outbound.send(frame);
    }
  }

  void fail(
      @Nullable String frameId,
      @Nullable String topic,
      ErrorCode code,
      String detail,
      boolean recoverable) {
    fail(frameId, topic, code, detail, recoverable, null);
  }

  /**
   * @param retryAfter when the same may be tried again, where that is known
   */
  void fail(
      @Nullable String frameId,
      @Nullable String topic,
      ErrorCode code,
      String detail,
      boolean recoverable,
      @Nullable Duration retryAfter) {
    send(
        ErrorFrame.builder()
            .id(frameId)
            .topic(topic)
            .code(code.name())
            .detail(detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail)
            .recoverable(recoverable)
            .retryAfterMs(
                retryAfter == null
                    ? null
                    : Math.toIntExact(retryAfter.plusNanos(999_999).toMillis()))
            .time(clock.instant())
            .build());
  }

  /** Sends an event; a conflated one takes the place of an older one that still waits. */
  void deliver(HubEvent event, String topic) {
    byte[] frame = event.frame(codec, topic, (e, name) -> framed(codec.write(e, name)));
    HubEvent.Conflation conflation = event.conflation();
    if (conflation == null || frame == null) {
      send(frame);
      return;
    }
    outbound.conflate(
        String.join("\n", topic, event.type(), conflation.key()),
        frame,
        conflation.number(),
        (from, to) -> framed(codec.write(new LaggedFrame(topic, from, to, clock.instant()))));
  }

  private static byte @Nullable [] framed(@Nullable String text) {
    return text == null ? null : Framing.text(text);
  }
}
