package dev.parley.broker.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The scales of the broker. Quantities and prices have at most 8 decimals, so a price times a
 * quantity has at most 16 and money is exact. Only two things are rounded, both half even: an
 * average price (8 decimals) and the cost that leaves a position with a partial sale (16); what is
 * rounded off the cost stays in the position, so nothing is lost.
 */
public final class Decimals {
  /** Decimals of prices and quantities. */
  public static final int SCALE = 8;

  /** Decimals of money. */
  public static final int MONEY_SCALE = 16;

  private Decimals() {}

  /** The same number without trailing zeros and without an exponent. */
  public static BigDecimal plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  static boolean positive(BigDecimal value) {
    return value.signum() > 0;
  }

  static BigDecimal average(BigDecimal amount, BigDecimal quantity) {
    return plain(amount.divide(quantity, SCALE, RoundingMode.HALF_EVEN));
  }
}
