package dev.parley.datafeed.replay;

import dev.parley.datafeed.api.CandleInterval;
import dev.parley.datafeed.api.LastTrade;
import dev.parley.datafeed.api.MarketData;
import dev.parley.datafeed.api.SymbolInfo;
import dev.parley.datafeed.api.TapeBar;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.datafeed.domain.Playback;
import dev.parley.datafeed.domain.Timeline;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * The symbols with their tapes, as this node has them laid. Thread-safe: what is laid is one
 * immutable map, replaced as a whole.
 */
public final class Market implements MarketData {
  private final Future<List<Listing>> reading;
  private final Clock clock;
  private volatile Map<String, Laid> laid = Map.of();

  private Market(FutureTask<List<Listing>> reading, Clock clock) {
    this.reading = reading;
    this.clock = clock;
  }

  /**
   * The market of the recordings that come with this program. They are read on a thread of their
   * own, while the server does what else a start takes; {@link #lay} waits for them.
   */
  public static Market ofRecordings(Clock clock) {
    return of(clock, () -> List.of(Listing.apple(), Listing.bitcoin(), Listing.ether()));
  }

  static Market of(Clock clock, Callable<List<Listing>> listings) {
    FutureTask<List<Listing>> reading = new FutureTask<>(listings);
    Thread.ofPlatform().daemon().name("datafeed-recordings").start(reading);
    return new Market(reading, clock);
  }

  /** Lays the tapes; one that is laid like this already stays as it is. */
  void lay(Map<String, Timeline> timelines) {
    Map<String, Laid> before = laid;
    Map<String, Laid> after = new TreeMap<>();
    for (Listing listing : listings()) {
      Timeline timeline = timelines.get(listing.symbol());
      if (timeline == null) {
        throw new IllegalStateException("The tape of " + listing.symbol() + " was never laid");
      }
      Laid old = before.get(listing.symbol());
      boolean same = old != null && old.playback.timeline().equals(timeline);
      after.put(listing.symbol(), same ? old : Laid.of(listing, timeline));
    }
    laid = after;
  }

  /** The symbols with their recordings; waits until they are read. */
  List<Listing> listings() {
    try {
      return reading.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("The recordings cannot be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the recordings were being read", e);
    }
  }

  /** All tapes as they are laid now, in the order of their symbols. */
  public List<Playback> playbacks() {
    return current().values().stream().map(Laid::playback).toList();
  }

  /**
   * The tape of a symbol.
   *
   * @throws AppException NOT_FOUND if there is no such symbol
   */
  public Playback require(String symbol) {
    return requireLaid(symbol).playback;
  }

  /**
   * Makes sure that a symbol has candles in an interval.
   *
   * @throws AppException NOT_FOUND if there is no such symbol, INTERVAL_NOT_AVAILABLE if it has
   *     none that fine
   */
  public void requireInterval(String symbol, CandleInterval interval) {
    Laid tape = requireLaid(symbol);
    CandleInterval finest = tape.info.finestInterval();
    if (interval.compareTo(finest) < 0) {
      throw new AppException(
          ErrorCode.INTERVAL_NOT_AVAILABLE,
          symbol
              + " has no candles of "
              + interval.code()
              + "; its finest interval is "
              + finest.code());
    }
  }

  @Override
  public List<SymbolInfo> symbols() {
    return current().values().stream()
        .map(Laid::info)
        .sorted(Comparator.comparing(SymbolInfo::symbol))
        .toList();
  }

  @Override
  public Optional<SymbolInfo> symbol(String code) {
    return Optional.ofNullable(current().get(code)).map(Laid::info);
  }

  @Override
  public Optional<LastTrade> last(String symbol) {
    Laid tape = current().get(symbol);
    return tape == null ? Optional.empty() : tape.playback.last(clock.instant());
  }

  @Override
  public TapeCursor position(String symbol) {
    return known(symbol).position(clock.instant());
  }

  @Override
  public List<TapeTrade> tradesAfter(String symbol, TapeCursor cursor, int limit) {
    return known(symbol).tradesAfter(cursor, clock.instant(), limit);
  }

  @Override
  public List<TapeBar> barsAfter(String symbol, TapeCursor cursor, int limit) {
    return known(symbol).barsAfter(cursor, clock.instant(), limit);
  }

  private Playback known(String symbol) {
    Laid tape = current().get(symbol);
    if (tape == null) {
      throw new IllegalArgumentException("No such symbol: " + symbol);
    }
    return tape.playback;
  }

  private Laid requireLaid(String symbol) {
    Laid tape = current().get(symbol);
    if (tape == null) {
      throw new AppException(ErrorCode.NOT_FOUND, "There is no symbol " + symbol);
    }
    return tape;
  }

  private Map<String, Laid> current() {
    Map<String, Laid> now = laid;
    if (now.isEmpty()) {
      throw new IllegalStateException("Market data was asked for before the server had started");
    }
    return now;
  }

  private record Laid(SymbolInfo info, Playback playback) {
    static Laid of(Listing listing, Timeline timeline) {
      return new Laid(listing.info(timeline), listing.playback(timeline));
    }
  }
}
