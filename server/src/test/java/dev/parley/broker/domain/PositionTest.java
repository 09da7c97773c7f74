package dev.parley.broker.domain;

import static dev.parley.broker.domain.Fixtures.NOW;
import static dev.parley.broker.domain.Fixtures.dec;
import static dev.parley.broker.domain.Fixtures.holding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PositionTest {
  @Test
  void averagesThePricesPaid() {
    Position position = holding("1", "100").buy(dec("3"), dec("420"), NOW);

    assertThat(position.view(dec("150")).averagePrice()).isEqualByComparingTo("130");
    assertThat(position.view(dec("150")).unrealisedPnl()).isEqualByComparingTo("80");
    assertThat(position.view(dec("150")).marketValue()).isEqualByComparingTo("600");
  }

  @Test
  void keepsTheAverageAndRealisesTheDifferenceWhenSold() {
    Position sold = holding("4", "520").reserve(dec("1"), NOW).sell(dec("1"), dec("200"), NOW);

    assertThat(sold.realisedPnl()).isEqualByComparingTo("70");
    assertThat(sold.view(null).averagePrice()).isEqualByComparingTo("130");
    assertThat(sold.reserved()).isEqualByComparingTo("0");
  }

  @Test
  void losesNothingToRoundingHoweverOftenItIsSold() {
    Random random = new Random(42);
    Position position = holding("0.00000007", "0.0000123456789");
    BigDecimal cost = position.cost();
    BigDecimal received = BigDecimal.ZERO;
    for (int i = 0; i < 7; i++) {
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(1000), 10);
      BigDecimal one = dec("0.00000001");
      position = position.reserve(one, NOW).sell(one, amount, NOW);
      received = received.add(amount);
    }

    assertThat(position.flat()).isTrue();
    assertThat(position.cost()).isEqualByComparingTo("0");
    assertThat(position.realisedPnl()).isEqualByComparingTo(received.subtract(cost));
  }

  @Test
  void remembersWhenItWasOpenedAgain() {
    Position closed = holding("1", "100").reserve(dec("1"), NOW).sell(dec("1"), dec("90"), NOW);
    Position again = closed.buy(dec("1"), dec("80"), NOW.plusSeconds(60));

    assertThat(closed.view(null).averagePrice()).isNull();
    assertThat(again.openedAt()).isEqualTo(NOW.plusSeconds(60));
    assertThat(again.realisedPnl()).isEqualByComparingTo("-10");
  }

  @Test
  void cannotSellWhatItDoesNotHave() {
    assertThatThrownBy(() -> holding("1", "100").reserve(dec("1.1"), NOW))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> holding("1", "100").sell(dec("1"), dec("100"), NOW))
        .as("without a reserve")
        .isInstanceOf(IllegalStateException.class);
  }
}
