package dev.parley.datafeed.api;

/** What the recording behind a symbol consists of. */
public enum RecordingKind {
  /** Single trades; orders fill against them one by one. */
  TRADES,
  /** Bars alone; orders fill at the opening of the next one, within its volume. */
  BARS
}
