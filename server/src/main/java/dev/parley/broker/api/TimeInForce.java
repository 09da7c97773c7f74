package dev.parley.broker.api;

/** How long an order stays open (M20). */
public enum TimeInForce {
  /** Until it is filled or cancelled. */
  GTC,
  /** Until the next midnight UTC. */
  DAY,
  /** Takes what the first trade after it offers; the rest is cancelled. */
  IOC,
  /** Takes all of its quantity from the first trade after it, or nothing. */
  FOK;

  /** Whether the first trade after the order decides all. */
  public boolean immediate() {
    return this == IOC || this == FOK;
  }
}
