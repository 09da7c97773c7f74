package dev.parley.broker.api;

/** What an order was filled against: a recorded trade, or the open of a recorded bar. */
public enum FillSource {
  TRADE,
  BAR
}
