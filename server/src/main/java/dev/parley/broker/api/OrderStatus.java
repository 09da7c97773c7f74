package dev.parley.broker.api;

/** State of an order. {@code OPEN} has no fill yet; the last three are final. */
public enum OrderStatus {
  OPEN,
  PARTIALLY_FILLED,
  FILLED,
  CANCELLED,
  REJECTED;

  /** Whether the order can still be filled or cancelled. */
  public boolean active() {
    return this == OPEN || this == PARTIALLY_FILLED;
  }
}
