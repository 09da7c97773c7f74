package dev.parley.platform.ws.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted socket between Tyrus and its owner: carries the handshake and the wire into {@code
 * onOpen}, which Tyrus calls on the thread that made the connection, and the owner's queue and
 * guard back to what Tyrus reads and writes.
 */
public final class Upgrade {
  private static final Logger LOG = LoggerFactory.getLogger(Upgrade.class);
  private static final ThreadLocal<Upgrade> CURRENT = new ThreadLocal<>();

  private final Handshake handshake;
  private final Wire wire;
  private volatile SocketOwner owner = SocketOwner.NOBODY;

  Upgrade(Handshake handshake, Wire wire) {
    this.handshake = handshake;
    this.wire = wire;
  }

  /** The socket that this thread is just opening. */
  public static Upgrade current() {
    Upgrade upgrade = CURRENT.get();
    if (upgrade == null) {
      throw new IllegalStateException("No socket is being opened on this thread");
    }
    return upgrade;
  }

  <R> R opening(java.util.function.Supplier<R> action) {
    CURRENT.set(this);
    try {
      return action.get();
    } finally {
      CURRENT.remove();
    }
  }

  public Handshake handshake() {
    return handshake;
  }

  public Wire wire() {
    return wire;
  }

  /** From now on frames are counted by, and all writes go through, this owner. */
  public void ownedBy(SocketOwner newOwner) {
    this.owner = newOwner;
  }

  SocketOwner owner() {
    return owner;
  }

  /** Starts the closing handshake; Tyrus writes the close frame through the owner's queue. */
  public static void close(Session session, int code, String reason) {
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
    } catch (IOException | IllegalStateException e) {
      // Closed by the other side meanwhile.
      LOG.debug("Close of {} came too late: {}", session.getId(), e.getMessage());
    }
  }
}
