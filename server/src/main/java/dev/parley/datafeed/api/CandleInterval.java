package dev.parley.datafeed.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The length of a candle. Each is a multiple of every shorter one, and a day is a multiple of each,
 * so candles begin at full multiples of their interval in UTC and finer ones nest in coarser ones.
 */
public enum CandleInterval {
  ONE_MINUTE("1m", Duration.ofMinutes(1)),
  FIVE_MINUTES("5m", Duration.ofMinutes(5)),
  FIFTEEN_MINUTES("15m", Duration.ofMinutes(15)),
  THIRTY_MINUTES("30m", Duration.ofMinutes(30)),
  ONE_HOUR("1h", Duration.ofHours(1)),
  FOUR_HOURS("4h", Duration.ofHours(4)),
  ONE_DAY("1d", Duration.ofDays(1));

  private final String code;
  private final Duration length;

  CandleInterval(String code, Duration length) {
    this.code = code;
    this.length = length;
  }

  /** The interval of that code; an {@link IllegalArgumentException} if there is none. */
  public static CandleInterval ofCode(String code) {
    return Arrays.stream(values())
        .filter(interval -> interval.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No such interval: " + code));
  }

  /** As requests and topics write it, such as {@code 15m}. */
  public String code() {
    return code;
  }

  public Duration length() {
    return length;
  }

  /**
   * This interval and all coarser ones, finest first: what a symbol with this finest one offers.
   */
  public List<CandleInterval> andCoarser() {
    return Arrays.stream(values()).filter(other -> other.compareTo(this) >= 0).toList();
  }
}
