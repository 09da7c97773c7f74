package dev.parley.broker.api;

/** Why an order was cancelled or rejected. */
public enum OrderReason {
  /** Its owner cancelled it. */
  REQUESTED,
  /** Its broker connection ended. */
  DISCONNECTED,
  /** Its day ended. */
  EXPIRED,
  /**
   * The first trade after an {@code IOC} or {@code FOK} order did not offer (all of) its quantity.
   */
  NOT_IMMEDIATELY_FILLED,
  /** The cash did not reach for the price of the market. */
  INSUFFICIENT_FUNDS
}
