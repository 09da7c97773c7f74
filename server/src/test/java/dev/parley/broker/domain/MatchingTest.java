package dev.parley.broker.domain;

import static dev.parley.broker.domain.Fixtures.BTC;
import static dev.parley.broker.domain.Fixtures.NOW;
import static dev.parley.broker.domain.Fixtures.dec;
import static dev.parley.broker.domain.Fixtures.holding;
import static dev.parley.broker.domain.Fixtures.limit;
import static dev.parley.broker.domain.Fixtures.market;
import static dev.parley.broker.domain.Fixtures.order;
import static dev.parley.broker.domain.Fixtures.place;
import static dev.parley.broker.domain.Fixtures.portfolio;
import static dev.parley.broker.domain.Fixtures.tick;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.broker.api.OrderReason;
import dev.parley.broker.api.OrderStatus;
import dev.parley.broker.api.Side;
import dev.parley.broker.api.TimeInForce;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MatchingTest {
  private final Portfolio ann = portfolio("1000");
  private final Portfolio bob = portfolio("1000", holding("5", "400"));

  @AfterEach
  void nothingCameFromNowhere() {
    ann.audit();
    bob.audit();
  }

  @Test
  void fillsAMarketOrderAtThePriceOfTheTrade() {
    Order buy = place(ann, market(Side.BUY, "2"));

    assertThat(match(tick(11, "101", "10"))).isEqualTo("8");
    assertThat(now(ann, buy).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(ann.account().cash()).isEqualByComparingTo("798");
    assertThat(ann.account().reserved()).isEqualByComparingTo("0");
    assertThat(ann.position(BTC).cost()).isEqualByComparingTo("202");
  }

  @Test
  void fillsALimitOrderAtABetterPriceAndNeverAtAWorse() {
    Order buy = place(ann, limit(Side.BUY, "2", "100"));

    match(tick(11, "100.01", "10"));
    assertThat(now(ann, buy).status()).isEqualTo(OrderStatus.OPEN);
    match(tick(12, "95", "10"));
    assertThat(now(ann, buy).view().averagePrice()).isEqualByComparingTo("95");
  }

  @Test
  void leavesTradesAloneThatCameBeforeTheOrder() {
    Order buy = place(ann, market(Side.BUY, "1"));

    assertThat(match(tick(10, "100", "1"))).isEqualTo("1");
    assertThat(now(ann, buy).status()).isEqualTo(OrderStatus.OPEN);
  }

  @Test
  void fillsInPartsWhatOneTradeCannot() {
    Order buy = place(ann, market(Side.BUY, "3"));

    match(tick(11, "100", "1.5"));
    assertThat(now(ann, buy).status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    assertThat(ann.account().reserved()).isEqualByComparingTo("157.5");
    match(tick(12, "100", "9"));
    assertThat(now(ann, buy).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(ann.executions()).hasSize(2);
  }

  @Test
  void givesVolumeToMarketOrdersThenToTheFarthestLimitThenToTheOldest() {
    Order far = place(bob, limit(Side.SELL, "1", "90"));
    Order near = place(ann, limit(Side.BUY, "1", "101"));
    Order older = place(ann, limit(Side.BUY, "1", "100.5"));
    Order younger = place(ann, limit(Side.BUY, "1", "100.5"));
    Order market = place(bob, market(Side.SELL, "1"));

    match(tick(11, "100", "3.5"));
    assertThat(now(bob, market).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(now(bob, far).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(now(ann, near).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(now(ann, older).filled()).isEqualByComparingTo("0.5");
    assertThat(now(ann, younger).status()).isEqualTo(OrderStatus.OPEN);
  }

  @Test
  void realisesTheProfitOfASale() {
    place(bob, market(Side.SELL, "2"));

    match(tick(11, "100", "10"));
    assertThat(bob.account().realisedPnl()).isEqualByComparingTo("40");
    assertThat(bob.account().cash()).isEqualByComparingTo("1200");
    assertThat(bob.position(BTC).cost()).isEqualByComparingTo("240");
  }

  @Test
  void usesFreeCashWhenTheMarketRisesAboveTheReserve() {
    Order buy = place(ann, market(Side.BUY, "2"));

    match(tick(11, "300", "10"));
    assertThat(now(ann, buy).status()).isEqualTo(OrderStatus.FILLED);
    assertThat(ann.account().cash()).isEqualByComparingTo("400");
  }

  @Test
  void cancelsWhatTheCashDoesNotReachFor() {
    Order buy = place(ann, market(Side.BUY, "2"));

    match(tick(11, "600", "10"));
    Order after = now(ann, buy);
    assertThat(after.status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(after.reason()).isEqualTo(OrderReason.INSUFFICIENT_FUNDS);
    assertThat(after.filled()).isEqualByComparingTo("1.59595959");
    assertThat(ann.account().cash()).isGreaterThanOrEqualTo(dec("0"));
    assertThat(ann.account().reserved()).isEqualByComparingTo("0");
  }

  @Test
  void rejectsAnOrderOfWhichNothingCanBePaid() {
    Portfolio poor = portfolio("105");
    Order buy = place(poor, market(Side.BUY, "1"));

    Matching.match(tick(11, "106", "10"), List.of(poor));
    assertThat(now(poor, buy).status()).isEqualTo(OrderStatus.REJECTED);
    assertThat(poor.account().cash()).isEqualByComparingTo("105");
    assertThat(poor.account().reserved()).isEqualByComparingTo("0");
  }

  @Test
  void cancelsTheRestOfAnImmediateOrder() {
    Order some = place(ann, order(Side.BUY, "2", "100", TimeInForce.IOC));
    match(tick(11, "100", "0.5"));
    assertThat(now(ann, some).status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(now(ann, some).filled()).isEqualByComparingTo("0.5");

    Order none = place(ann, order(Side.BUY, "2", "90", TimeInForce.IOC));
    match(tick(12, "100", "5"));
    assertThat(now(ann, none).reason()).isEqualTo(OrderReason.NOT_IMMEDIATELY_FILLED);
    assertThat(now(ann, none).filled()).isEqualByComparingTo("0");
  }

  @Test
  void fillsAFillOrKillOrderWhollyOrNotAtAll() {
    Order killed = place(ann, order(Side.BUY, "2", "100", TimeInForce.FOK));
    assertThat(match(tick(11, "100", "1.9"))).isEqualTo("1.9");
    assertThat(now(ann, killed).status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(now(ann, killed).filled()).isEqualByComparingTo("0");

    Order filled = place(ann, order(Side.BUY, "2", "100", TimeInForce.FOK));
    match(tick(12, "100", "2"));
    assertThat(now(ann, filled).status()).isEqualTo(OrderStatus.FILLED);
  }

  @Test
  void endsADayOrderAtTheFirstTradeOfTheNextDay() {
    Order day = place(ann, order(Side.BUY, "2", "100", TimeInForce.DAY));

    match(tick(11, "100", "5", Instant.parse("2026-11-22T00:00:01Z")));
    assertThat(now(ann, day).reason()).isEqualTo(OrderReason.EXPIRED);
    assertThat(ann.account().reserved()).isEqualByComparingTo("0");
  }

  @Test
  void offersWholeLotsOnly() {
    Tick fine = tick(11, "100", "0.123456789");

    assertThat(fine.volume()).isEqualByComparingTo("0.12345678");
    assertThat(fine.time()).isAfter(NOW);
  }

  private String match(Tick tick) {
    return Decimals.plain(Matching.match(tick, List.of(ann, bob))).toPlainString();
  }

  private static Order now(Portfolio portfolio, Order order) {
    return Objects.requireNonNull(portfolio.order(order.id()));
  }
}
