package dev.parley.broker.domain;

import static dev.parley.broker.domain.Fixtures.BTC;
import static dev.parley.broker.domain.Fixtures.dec;
import static dev.parley.broker.domain.Fixtures.holding;
import static dev.parley.broker.domain.Fixtures.limit;
import static dev.parley.broker.domain.Fixtures.market;
import static dev.parley.broker.domain.Fixtures.place;
import static dev.parley.broker.domain.Fixtures.portfolio;
import static dev.parley.broker.domain.Fixtures.tick;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.broker.api.AccountUpdated;
import dev.parley.broker.api.ExecutionCreated;
import dev.parley.broker.api.OrderEvent.OrderCancelled;
import dev.parley.broker.api.OrderEvent.OrderFilled;
import dev.parley.broker.api.OrderEvent.OrderPlaced;
import dev.parley.broker.api.OrderReason;
import dev.parley.broker.api.PositionEvent.PositionClosed;
import dev.parley.broker.api.PositionEvent.PositionOpened;
import dev.parley.broker.api.PositionEvent.PositionUpdated;
import dev.parley.broker.api.Side;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.DomainEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortfolioTest {
  @Test
  void reservesCashForBuysUpToTheBuyingPower() {
    Portfolio portfolio = portfolio("1000");
    place(portfolio, limit(Side.BUY, "6", "100"));

    assertThat(portfolio.account().buyingPower()).isEqualByComparingTo("400");
    assertRefused(portfolio, limit(Side.BUY, "4.00000001", "100"), ErrorCode.INSUFFICIENT_FUNDS);
    place(portfolio, limit(Side.BUY, "4", "100"));
    assertThat(portfolio.account().buyingPower()).isEqualByComparingTo("0");
    assertThat(portfolio.account().cash()).isEqualByComparingTo("1000");
  }

  @Test
  void sellsOnlyWhatIsHeldAndNotOnSale() {
    Portfolio portfolio = portfolio("0", holding("5", "400"));
    place(portfolio, limit(Side.SELL, "3", "100"));

    assertRefused(portfolio, market(Side.SELL, "2.1"), ErrorCode.INSUFFICIENT_POSITION);
    place(portfolio, market(Side.SELL, "2"));
    assertThat(portfolio.position(BTC).available()).isEqualByComparingTo("0");
  }

  @Test
  void refusesOrdersOverTheRiskLimit() {
    Portfolio portfolio = portfolio("1000");

    assertRefused(portfolio, limit(Side.BUY, "10000.1", "0.01"), ErrorCode.RISK_LIMIT_EXCEEDED);
    place(portfolio, limit(Side.BUY, "10000", "0.01"));
  }

  @Test
  void givesTheReserveBackWhenAnOrderIsCancelled() {
    Portfolio portfolio = portfolio("1000", holding("5", "400"));
    Order buy = place(portfolio, limit(Side.BUY, "6", "100"));
    Order sell = place(portfolio, limit(Side.SELL, "3", "200"));
    portfolio.cancel(buy, OrderReason.REQUESTED);
    portfolio.cancel(sell, OrderReason.REQUESTED);

    assertThat(portfolio.account().reserved()).isEqualByComparingTo("0");
    assertThat(portfolio.position(BTC).reserved()).isEqualByComparingTo("0");
    portfolio.audit();
  }

  @Test
  void tellsEveryChangeInOrder() {
    Portfolio portfolio = portfolio("1000");
    place(portfolio, market(Side.BUY, "1"));
    Matching.match(tick(11, "100", "1"), List.of(portfolio));
    Order sell = place(portfolio, limit(Side.SELL, "1", "100"));
    portfolio.cancel(sell, OrderReason.REQUESTED);
    place(portfolio, market(Side.SELL, "1"));
    Matching.match(tick(12, "120", "1"), List.of(portfolio));

    assertThat(portfolio.events().stream().<Class<?>>map(DomainEvent::getClass).toList())
        .containsExactly(
            OrderPlaced.class,
            AccountUpdated.class,
            ExecutionCreated.class,
            OrderFilled.class,
            PositionOpened.class,
            AccountUpdated.class,
            OrderPlaced.class,
            PositionUpdated.class,
            OrderCancelled.class,
            PositionUpdated.class,
            OrderPlaced.class,
            PositionUpdated.class,
            ExecutionCreated.class,
            OrderFilled.class,
            PositionClosed.class,
            AccountUpdated.class);
    assertThat(portfolio.account().cash()).isEqualByComparingTo("1020");
  }

  @Test
  void valuesTheAccountAtTheLastPrices() {
    Portfolio portfolio = portfolio("1000", holding("5", "400"));

    var view = Valuation.of(portfolio.positions(), Fixtures.PRICES).view(portfolio.account());
    assertThat(view.positionsValue()).isEqualByComparingTo("500");
    assertThat(view.equity()).isEqualByComparingTo("1500");
    assertThat(view.unrealisedPnl()).isEqualByComparingTo("100");
  }

  @Test
  void noticesMoneyThatCameFromNowhere() {
    Position free = Position.none("ETH-USD").buy(dec("1"), dec("5"), Fixtures.NOW);
    Account account = portfolio("1000").account();
    Portfolio wrong =
        new Portfolio(
            account, List.of(free), List.of(), Fixtures.PRICES, Fixtures.IDS, Fixtures.NOW);

    assertThatThrownBy(wrong::audit).isInstanceOf(IllegalStateException.class);
  }

  private static void assertRefused(Portfolio portfolio, NewOrder wanted, ErrorCode code) {
    int events = portfolio.events().size();
    assertThatThrownBy(() -> place(portfolio, wanted))
        .isInstanceOfSatisfying(AppException.class, e -> assertThat(e.code()).isEqualTo(code));
    assertThat(portfolio.events()).hasSize(events);
  }
}
