package dev.parley.datafeed.api;

/** Where a present price comes from; recordings have no order book. */
public enum PriceBasis {
  /** The newest recorded trade. */
  LAST_TRADE,
  /** The opening price of the recorded bar that is open now. */
  BAR_OPEN,
  /** The closing price of the newest recorded bar that has ended. */
  BAR_CLOSE
}
