package dev.parley.datafeed;

import dev.parley.datafeed.api.RecordingKind;
import dev.parley.platform.settings.Settings;
import java.time.Duration;

/**
 * How the recordings are played.
 *
 * @param tradeSpeed {@code DATAFEED_SPEED}: recorded seconds of trades in one second. At 10 a
 *     market order for 0.1 BTC is filled after 1.1 seconds half of the time and after 4.5 nine
 *     times out of ten, so that somebody new sees it fill, while prices still move like a market
 * @param barSpeed {@code DATAFEED_BAR_SPEED}: the same for bars. At 1 a bar lasts as long as it
 *     says, and the finest candles are the recorded bars; beyond that several bars make one
 * @param tick {@code DATAFEED_TICK}: how often the replay moves on, and how late an event may be
 */
record DatafeedSettings(int tradeSpeed, int barSpeed, Duration tick) {
  private static final int FASTEST = 3600;

  static DatafeedSettings from(Settings settings) {
    return new DatafeedSettings(
        settings.integer("DATAFEED_SPEED", 10, 1, FASTEST),
        settings.integer("DATAFEED_BAR_SPEED", 1, 1, FASTEST),
        settings.duration(
            "DATAFEED_TICK",
            Duration.ofMillis(200),
            Duration.ofMillis(10),
            Duration.ofSeconds(10)));
  }

  int speed(RecordingKind kind) {
    return switch (kind) {
      case TRADES -> tradeSpeed;
      case BARS -> barSpeed;
    };
  }
}
