package dev.parley.broker;

import dev.parley.platform.settings.Settings;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * The settings of the broker.
 *
 * @param startingCash BROKER_PAPER_CASH, what a new paper account starts with
 * @param maxOrderQuantity BROKER_MAX_ORDER_QUANTITY, the risk limit of a new account (T13)
 * @param matchInterval BROKER_MATCH_INTERVAL, pause between two looks at the tapes
 */
public record BrokerSettings(
    BigDecimal startingCash, BigDecimal maxOrderQuantity, Duration matchInterval) {
  private static final BigDecimal MOST = new BigDecimal("1000000000");

  public static BrokerSettings from(Settings settings) {
    return new BrokerSettings(
        settings.decimal("BROKER_PAPER_CASH", new BigDecimal("100000"), BigDecimal.ZERO, MOST),
        settings.decimal(
            "BROKER_MAX_ORDER_QUANTITY",
            new BigDecimal("10000"),
            new BigDecimal("0.00000001"),
            MOST),
        settings.duration(
            "BROKER_MATCH_INTERVAL",
            Duration.ofMillis(200),
            Duration.ofMillis(1),
            Duration.ofMinutes(1)));
  }
}
