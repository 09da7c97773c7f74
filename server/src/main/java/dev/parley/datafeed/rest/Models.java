package dev.parley.datafeed.rest;

import dev.parley.contract.common.model.Page;
import dev.parley.contract.datafeed.model.Candle;
import dev.parley.contract.datafeed.model.CandleInterval;
import dev.parley.contract.datafeed.model.CandleSeries;
import dev.parley.contract.datafeed.model.Quote;
import dev.parley.contract.datafeed.model.QuoteBasis;
import dev.parley.contract.datafeed.model.QuoteList;
import dev.parley.contract.datafeed.model.RecordingKind;
import dev.parley.contract.datafeed.model.ServerTime;
import dev.parley.contract.datafeed.model.Symbol;
import dev.parley.contract.datafeed.model.SymbolPage;
import dev.parley.contract.datafeed.model.SymbolRecording;
import dev.parley.contract.datafeed.model.SymbolType;
import dev.parley.contract.datafeed.model.Trade;
import dev.parley.contract.datafeed.model.TradePage;
import dev.parley.datafeed.api.AssetType;
import dev.parley.datafeed.api.SymbolInfo;
import dev.parley.datafeed.api.TapeTrade;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers as the contract spells them; events carry the same. */
public final class Models {
  private Models() {}

  public static Trade trade(TapeTrade trade) {
    return Trade.builder()
        .id(trade.cursor().toString())
        .symbol(trade.symbol())
        .price(trade.price())
        .quantity(trade.quantity())
        .time(trade.time())
        .sourceTime(trade.sourceTime())
        .build();
  }

  public static Candle candle(dev.parley.datafeed.api.Candle candle) {
    return Candle.builder()
        .symbol(candle.symbol())
        .interval(interval(candle.interval()))
        .openTime(candle.openTime())
        .closeTime(candle.closeTime())
        .open(candle.open())
        .high(candle.high())
        .low(candle.low())
        .close(candle.close())
        .volume(candle.volume())
        .closed(candle.closed())
        .sourceTime(candle.sourceTime())
        .build();
  }

  public static Quote quote(dev.parley.datafeed.api.Quote quote) {
    dev.parley.datafeed.api.Quote.Day day = quote.day();
    return Quote.builder()
        .symbol(quote.symbol())
        .last(quote.last())
        .lastQuantity(quote.lastQuantity())
        .bid(quote.bid())
        .ask(quote.ask())
        .basis(
            switch (quote.basis()) {
              case LAST_TRADE -> QuoteBasis.LAST_TRADE;
              case BAR_OPEN -> QuoteBasis.BAR_OPEN;
              case BAR_CLOSE -> QuoteBasis.BAR_CLOSE;
            })
        .time(quote.time())
        .sourceTime(quote.sourceTime())
        .open24h(day == null ? null : day.open())
        .high24h(day == null ? null : day.high())
        .low24h(day == null ? null : day.low())
        .change24h(day == null ? null : day.change())
        .volume24h(day == null ? BigDecimal.ZERO : day.volume())
        .build();
  }

  static Symbol symbol(SymbolInfo symbol) {
    return Symbol.builder()
        .symbol(symbol.symbol())
        .name(symbol.name())
        .type(
            switch (symbol.type()) {
              case CRYPTO -> SymbolType.CRYPTO;
              case STOCK -> SymbolType.STOCK;
            })
        .exchange(symbol.exchange())
        .baseAsset(symbol.baseAsset())
        .currency(symbol.currency())
        .priceIncrement(symbol.priceIncrement())
        .quantityIncrement(symbol.quantityIncrement())
        .finestInterval(interval(symbol.finestInterval()))
        .intervals(symbol.finestInterval().andCoarser().stream().map(Models::interval).toList())
        .historyFrom(symbol.historyFrom())
        .recording(recording(symbol.recording()))
        .build();
  }

  static SymbolPage symbols(dev.parley.platform.page.Page<SymbolInfo> page) {
    return new SymbolPage(page.items().stream().map(Models::symbol).toList(), page(page));
  }

  static TradePage trades(dev.parley.platform.page.Page<TapeTrade> page) {
    return new TradePage(page.items().stream().map(Models::trade).toList(), page(page));
  }

  static CandleSeries candles(dev.parley.datafeed.api.CandleSeries series) {
    return CandleSeries.builder()
        .symbol(series.symbol())
        .interval(interval(series.interval()))
        .items(series.items().stream().map(Models::candle).toList())
        .nextFrom(series.nextFrom())
        .build();
  }

  static QuoteList quotes(List<dev.parley.datafeed.api.Quote> quotes) {
    return new QuoteList(quotes.stream().map(Models::quote).toList());
  }

  static ServerTime time(Instant now) {
    return new ServerTime(now, now.toEpochMilli());
  }

  static @Nullable AssetType assetType(@Nullable SymbolType type) {
    return type == null
        ? null
        : switch (type) {
          case CRYPTO -> AssetType.CRYPTO;
          case STOCK -> AssetType.STOCK;
        };
  }

  static dev.parley.datafeed.api.CandleInterval interval(CandleInterval interval) {
    return dev.parley.datafeed.api.CandleInterval.valueOf(interval.name());
  }

  private static CandleInterval interval(dev.parley.datafeed.api.CandleInterval interval) {
    return CandleInterval.valueOf(interval.name());
  }

  private static SymbolRecording recording(SymbolInfo.Recording recording) {
    return SymbolRecording.builder()
        .kind(
            switch (recording.kind()) {
              case TRADES -> RecordingKind.TRADES;
              case BARS -> RecordingKind.BARS;
            })
        .description(recording.description())
        .license(recording.license())
        .sourceFrom(recording.from())
        .sourceTo(recording.to())
        .records(recording.records())
        .speed(recording.speed())
        .build();
  }

  private static Page page(dev.parley.platform.page.Page<?> page) {
    return Page.builder()
        .limit(page.limit())
        .nextCursor(page.nextCursor().orElse(null))
        .total(page.total().isPresent() ? page.total().getAsLong() : null)
        .build();
  }
}
