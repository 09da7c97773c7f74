package dev.parley.broker.domain;

import dev.parley.broker.api.FillSource;
import dev.parley.broker.api.OrderType;
import dev.parley.broker.api.Side;
import dev.parley.broker.api.TimeInForce;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.platform.time.Ids;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Small worlds for the tests of the domain: one symbol whose last price is 100. */
final class Fixtures {
  static final String BTC = "BTC-USD";
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  static final AtomicLong COUNTER = new AtomicLong();
  static final Ids IDS = () -> new UUID(7, COUNTER.incrementAndGet());
  static final Prices PRICES = symbol -> symbol.equals(BTC) ? dec("100") : null;

  private Fixtures() {}

  static BigDecimal dec(String text) {
    return new BigDecimal(text);
  }

  static Portfolio portfolio(String cash) {
    return portfolio(cash, Position.none(BTC));
  }

  /** A portfolio that has paid for its position out of a larger first cash. */
  static Portfolio portfolio(String cash, Position position) {
    Account account =
        new Account(
            IDS.next(),
            UUID.randomUUID(),
            "USD",
            dec(cash).add(position.cost()),
            dec(cash),
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            dec("10000"),
            NOW,
            NOW,
            1);
    return new Portfolio(account, List.of(position), List.of(), PRICES, IDS, NOW);
  }

  static Position holding(String quantity, String cost) {
    return Position.none(BTC).buy(dec(quantity), dec(cost), NOW);
  }

  static NewOrder market(Side side, String quantity) {
    return order(side, quantity, null, TimeInForce.GTC);
  }

  static NewOrder limit(Side side, String quantity, String price) {
    return order(side, quantity, price, TimeInForce.GTC);
  }

  static NewOrder order(Side side, String quantity, @Nullable String price, TimeInForce tif) {
    return new NewOrder(
        IDS.next(),
        new UUID(1, 1),
        null,
        BTC,
        side,
        price == null ? OrderType.MARKET : OrderType.LIMIT,
        tif,
        dec(quantity),
        price == null ? null : dec(price),
        new TapeCursor(0, 10));
  }

  static Order place(Portfolio portfolio, NewOrder wanted) {
    BigDecimal reserve = wanted.limitPrice() == null ? dec("105") : wanted.limitPrice();
    return portfolio.place(wanted, reserve);
  }

  static Tick tick(int line, String price, String volume) {
    return tick(line, price, volume, NOW.plusSeconds(line));
  }

  static Tick tick(int line, String price, String volume, Instant time) {
    return new Tick(
        BTC,
        new TapeCursor(0, line),
        FillSource.TRADE,
        dec(price),
        dec(volume),
        dec("0.00000001"),
        time,
        Instant.parse("2013-11-25T00:00:00Z"));
  }
}
