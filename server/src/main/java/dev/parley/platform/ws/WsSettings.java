package dev.parley.platform.ws;

import dev.parley.platform.net.TrustedProxies;
import dev.parley.platform.settings.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The limits and times of sockets.
 *
 * @param heartbeat between two heartbeats; a client silent for two of them is closed (4408)
 * @param authenticateWithin how long a socket may be open without credentials
 * @param dialectLife how long a socket of a dialect may live, having no renewal: as long as a
 *     session lives unused
 * @param expiryNotice how long before the expiry of its token a socket hears of it
 * @param abortAfter how long a closing handshake may take before the connection is cut
 * @param maxConnections of this node
 * @param maxConnectionsPerUser of one user at this node
 * @param maxFrameBytes of a client frame
 * @param framesPerSecond that a client may send on average
 * @param maxTopics joined by one connection at a time
 * @param queueFrames waiting for a slow client before it is closed (4413)
 * @param queueBytes the same in bytes
 * @param ringEvents of a live topic that can be resumed
 * @param queryToken whether the dialects take {@code ?token=}
 * @param origins that may open sockets from a browser, besides the server's own
 * @param proxies whose word is taken for the address of a client
 */
public record WsSettings(
    Duration heartbeat,
    Duration authenticateWithin,
    Duration dialectLife,
    Duration expiryNotice,
    Duration abortAfter,
    int maxConnections,
    int maxConnectionsPerUser,
    int maxFrameBytes,
    int framesPerSecond,
    int maxTopics,
    int queueFrames,
    int queueBytes,
    int ringEvents,
    boolean queryToken,
    List<String> origins,
    TrustedProxies proxies) {

  /** Topics in one frame; the contract says the same. */
  public static final int MAX_TOPICS_PER_FRAME = 100;

  public WsSettings {
    origins = List.copyOf(origins);
  }

  public static WsSettings from(Settings settings) {
    return new WsSettings(
        settings.duration("WS_HEARTBEAT", Duration.ofSeconds(30)),
        settings.duration("WS_AUTHENTICATE_WITHIN", Duration.ofSeconds(5)),
        settings.duration("WS_DIALECT_LIFE", Duration.ofHours(24)),
        settings.duration("WS_EXPIRY_NOTICE", Duration.ofMinutes(1)),
        settings.duration("WS_ABORT_AFTER", Duration.ofSeconds(4)),
        settings.integer("WS_MAX_CONNECTIONS", 1000, 1, 1_000_000),
        settings.integer("WS_MAX_CONNECTIONS_PER_USER", 10, 1, 100_000),
        settings.integer("WS_MAX_FRAME_BYTES", 64 * 1024, 1024, 16 * 1024 * 1024),
        settings.integer("WS_FRAMES_PER_SECOND", 50, 1, 100_000),
        settings.integer("WS_MAX_TOPICS", 500, 1, 100_000),
        settings.integer("WS_QUEUE_FRAMES", 1000, 16, 1_000_000),
        settings.integer("WS_QUEUE_BYTES", 1024 * 1024, 64 * 1024, 1024 * 1024 * 1024),
        settings.integer("WS_RING_EVENTS", 1000, 1, 1_000_000),
        settings.flag("WS_QUERY_TOKEN", true),
        settings.list("CORS_ORIGINS", List.of()),
        TrustedProxies.from(settings));
  }
}
