package dev.parley.platform.ws;

import dev.parley.contract.frames.ErrorFrame;
import dev.parley.contract.frames.FramesServerMessage;
import dev.parley.contract.frames.LaggedFrame;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.ScopeRefusal;
import dev.parley.platform.ws.hub.HubEvent;
import dev.parley.platform.ws.protocol.Codec;
import dev.parley.platform.ws.protocol.Snapshot;
import dev.parley.platform.ws.socket.Framing;
import dev.parley.platform.ws.socket.Outbound;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
    AppException why = new AppException(code, detail);
    if (retryAfter != null) {
      why.retryAfter(retryAfter);
    }
    send(error(frameId, topic, why, recoverable));
  }

  /** Says that something was refused, and all that the refusal says; the socket stays open. */
  void fail(@Nullable String frameId, @Nullable String topic, AppException why) {
    send(error(frameId, topic, why, true));
  }

  private ErrorFrame error(
      @Nullable String frameId, @Nullable String topic, AppException why, boolean recoverable) {
    String detail = why.detail();
    return ErrorFrame.builder()
        .id(frameId)
        .topic(topic)
        .code(why.code().name())
        .detail(detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail)
        .recoverable(recoverable)
        .retryAfterMs(why.retryAfter().map(Speaker::milliseconds).orElse(null))
        .requiredScopes(texts(why, ScopeRefusal.REQUIRED))
        .heldScopes(texts(why, ScopeRefusal.HELD))
        .sufficientRoles(texts(why, ScopeRefusal.ROLES))
        .time(clock.instant())
        .build();
  }

  private static int milliseconds(Duration wait) {
    return Math.toIntExact(wait.plusNanos(999_999).toMillis());
  }

  private static @Nullable List<String> texts(AppException why, String extension) {
    return why.extensions().get(extension) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : null;
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
