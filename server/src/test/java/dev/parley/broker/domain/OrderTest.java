package dev.parley.broker.domain;

import static dev.parley.broker.domain.Fixtures.NOW;
import static dev.parley.broker.domain.Fixtures.dec;
import static dev.parley.broker.domain.Fixtures.limit;
import static dev.parley.broker.domain.Fixtures.order;
import static dev.parley.broker.domain.Fixtures.place;
import static dev.parley.broker.domain.Fixtures.portfolio;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.broker.api.OrderReason;
import dev.parley.broker.api.OrderStatus;
import dev.parley.broker.api.Side;
import dev.parley.broker.api.TimeInForce;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrderTest {
  private final Order open = place(portfolio("10000"), limit(Side.BUY, "3", "100"));

  @Test
  void goesFromOpenOverPartlyFilledToFilled() {
    Order part = open.fill(dec("1"), dec("99"), NOW);
    Order filled = part.fill(dec("2"), dec("96"), NOW);

    assertThat(part.status()).isEqualTo(OrderStatus.PARTIALLY_FILLED);
    assertThat(part.reservedCash()).isEqualByComparingTo("200");
    assertThat(filled.status()).isEqualTo(OrderStatus.FILLED);
    assertThat(filled.reservedCash()).isEqualByComparingTo("0");
    assertThat(filled.view().averagePrice()).isEqualByComparingTo("97");
    assertThat(filled.version()).isEqualTo(3);
  }

  @Test
  void neverFillsMoreThanItsQuantity() {
    assertThatThrownBy(() -> open.fill(dec("3.00000001"), dec("99"), NOW))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void hasNoStepOutOfAFinalState() {
    Order filled = open.fill(dec("3"), dec("99"), NOW);
    Order cancelled = open.cancel(OrderReason.REQUESTED, NOW);

    assertThatThrownBy(() -> filled.cancel(OrderReason.REQUESTED, NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cancelled.fill(dec("1"), dec("99"), NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cancelled.cancel(OrderReason.REQUESTED, NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> open.fill(dec("1"), dec("9"), NOW).reject(OrderReason.INSUFFICIENT_FUNDS, NOW))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void takesItsLimitOrBetter() {
    Order sell = place(portfolio("0", Fixtures.holding("1", "1")), limit(Side.SELL, "1", "100"));

    assertThat(open.accepts(dec("100"))).isTrue();
    assertThat(open.accepts(dec("99.99"))).isTrue();
    assertThat(open.accepts(dec("100.01"))).isFalse();
    assertThat(sell.accepts(dec("100"))).isTrue();
    assertThat(sell.accepts(dec("100.01"))).isTrue();
    assertThat(sell.accepts(dec("99.99"))).isFalse();
  }

  @Test
  void endsItsDayAtMidnightUtc() {
    Order day = place(portfolio("10000"), order(Side.BUY, "1", "10", TimeInForce.DAY));
    Instant midnight = Instant.parse("2026-11-22T00:00:00Z");

    assertThat(day.expiresAt()).isEqualTo(midnight);
    assertThat(day.expiredAt(midnight.minusNanos(1000))).isFalse();
    assertThat(day.expiredAt(midnight)).isFalse();
    assertThat(day.expiredAt(midnight.plusNanos(1000))).isTrue();
    assertThat(open.expiresAt()).isNull();
  }
}
