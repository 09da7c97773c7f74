package dev.parley.broker.api;

/** Whether an order buys or sells. */
public enum Side {
  BUY,
  SELL
}
