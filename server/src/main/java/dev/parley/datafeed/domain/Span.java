package dev.parley.datafeed.domain;

/**
 * First, highest, lowest and last price and the volume of some neighbouring records, in the units
 * of the tape.
 */
record Span(long open, long high, long low, long close, long volume) {

  /** This and what comes right after it. */
  Span then(Span next) {
    return new Span(
        open,
        Math.max(high, next.high),
        Math.min(low, next.low),
        next.close,
        Math.addExact(volume, next.volume));
  }
}
