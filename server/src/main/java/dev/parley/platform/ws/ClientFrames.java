package dev.parley.platform.ws;

import dev.parley.contract.frames.AuthenticateFrame;
import dev.parley.contract.frames.FramesClientMessage;
import dev.parley.contract.frames.PingFrame;
import dev.parley.contract.frames.PongFrame;
import dev.parley.contract.frames.SubscribeFrame;
import dev.parley.contract.frames.UnsubscribeFrame;
import dev.parley.contract.frames.UnsubscribedFrame;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.ws.protocol.BadFrame;
import dev.parley.platform.ws.protocol.Codec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Does what the frames of one socket ask for, one at a time; its inbox sees to that. */
final class ClientFrames {
  private final Connection connection;
  private final ConnectionContext context;
  private final Codec codec;
  private final Identity identity;
  private final Toll toll;

  ClientFrames(
      Connection connection, ConnectionContext context, Codec codec, Identity identity, Toll toll) {
    this.connection = connection;
    this.context = context;
    this.codec = codec;
    this.identity = identity;
    this.toll = toll;
  }

  /** Handles a frame; whatever is wrong with it is told. */
  void handle(String text) {
    FramesClientMessage frame;
    try {
      frame = codec.read(text);
    } catch (BadFrame e) {
      if (toll.frame(e.id(), identity.principal())) {
        connection.fail(e.id(), null, e.code(), e.detail(), true);
      }
      return;
    }
    if (frame instanceof AuthenticateFrame f) {
      // Whose budget a token draws on is known once it is.
      identity.authenticate(f.id(), f.token());
    } else if (toll.frame(frame.id(), identity.principal())) {
      if (identity.principal().isPresent()) {
        answer(frame);
      } else {
        connection.fail(frame.id(), null, ErrorCode.UNAUTHENTICATED, "Authenticate first", true);
      }
    }
  }

  private void answer(FramesClientMessage frame) {
    switch (frame) {
      case AuthenticateFrame f -> identity.authenticate(f.id(), f.token());
      case PingFrame f -> connection.send(new PongFrame(f.id(), now()));
      case SubscribeFrame f ->
          f.topics().forEach(topic -> context.joiner().join(connection, f.id(), topic));
      case UnsubscribeFrame f -> f.topics().forEach(topic -> leave(f.id(), topic));
    }
  }

  private void leave(@Nullable String frameId, String topic) {
    connection.topics().drop(topic);
    connection.send(new UnsubscribedFrame(frameId, topic, now()));
  }

  private Instant now() {
    return context.clock().instant();
  }
}
