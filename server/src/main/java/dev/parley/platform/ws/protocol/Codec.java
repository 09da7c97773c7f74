package dev.parley.platform.ws.protocol;

import dev.parley.contract.frames.FramesClientMessage;
import dev.parley.contract.frames.FramesServerMessage;
import dev.parley.platform.ws.hub.HubEvent;
import org.jspecify.annotations.Nullable;

/**
 * A way of spelling frames. Whatever the spelling, what is said are the messages of the contract.
 * Singletons, thread-safe.
 */
public interface Codec {
  /** Reads what a client said. */
  FramesClientMessage read(String text) throws BadFrame;

  /** Spells a frame; null where this way has no words for it, and the client hears nothing. */
  @Nullable String write(FramesServerMessage frame);

  /** Spells a snapshot; null as above. */
  @Nullable String write(Snapshot snapshot);

  /** Spells an event of a topic; null as above. */
  @Nullable String write(HubEvent event, String topic);

  /**
   * Whether tokens are presented and renewed in frames; else the session's life is the socket's.
   */
  boolean renews();

  /** Whether the handshake may carry {@code ?token=}. */
  boolean takesQueryToken();

  /** The close code for refused, expired or revoked credentials. */
  int refusedCode();
}
