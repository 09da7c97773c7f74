package dev.parley.datafeed.replay;

import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.domain.Timeline;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Markets for tests, laid without a database; the recordings are read once. */
public final class TestMarkets {
  private static final List<Listing> LISTINGS =
      List.of(Listing.bitcoin(), Listing.ether(), Listing.apple());

  private TestMarkets() {}

  /** Not laid yet. */
  public static Market unlaid(Clock clock) {
    return Market.of(clock, () -> LISTINGS);
  }

  /** Laid as at a first start at that instant. */
  public static Market laid(Clock clock, Instant start, int tradeSpeed, int barSpeed) {
    Market market = unlaid(clock);
    Map<String, Timeline> timelines = new TreeMap<>();
    for (Listing listing : LISTINGS) {
      boolean trades = listing.tape().kind() == RecordingKind.TRADES;
      timelines.put(listing.symbol(), listing.begin(start, trades ? tradeSpeed : barSpeed));
    }
    market.lay(timelines);
    return market;
  }
}
