package dev.parley.platform.ws.socket;

import java.time.InstantSource;

/**
 * How many frames a client may send: a bucket that refills evenly and holds two seconds' worth.
 * Used by the one thread that reads the socket.
 */
public final class FrameBudget {
  private static final int BURST_SECONDS = 2;

  private final InstantSource clock;
  private final int perSecond;
  private double left;
  private long filledAt;

  public FrameBudget(InstantSource clock, int perSecond) {
    this.clock = clock;
    this.perSecond = perSecond;
    this.left = (double) perSecond * BURST_SECONDS;
    this.filledAt = clock.millis();
  }

  /** Takes one; false if there is none. */
  public boolean take() {
    long now = clock.millis();
    double gained = Math.max(0, now - filledAt) * perSecond / 1000.0;
    left = Math.min((double) perSecond * BURST_SECONDS, left + gained);
    filledAt = now;
    if (left < 1) {
      return false;
    }
    left -= 1;
    return true;
  }
}
