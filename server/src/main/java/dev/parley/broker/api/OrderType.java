package dev.parley.broker.api;

/** How an order is priced (M20, first part). */
public enum OrderType {
  MARKET,
  LIMIT
}
