package dev.parley.broker.domain;

import dev.parley.broker.api.AuthMethod;
import dev.parley.broker.api.Environment;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What the one broker there is offers, and its terms. */
public final class PaperBroker {
  /** Its id. */
  public static final String ID = "paper";

  /** Its name for people. */
  public static final String NAME = "Paper trading";

  /** Currency of its accounts. */
  public static final String CURRENCY = "USD";

  private static final BigDecimal MARGIN = new BigDecimal("1.05");

  private PaperBroker() {}

  public static boolean offers(String broker, Environment environment, AuthMethod method) {
    return broker.equals(ID) && environment == Environment.PAPER && method == AuthMethod.API_KEY;
  }

  /** What one unit of a market buy reserves: the last price and 5 %, for the market may rise. */
  public static BigDecimal reservePrice(BigDecimal lastPrice) {
    return lastPrice.multiply(MARGIN).setScale(Decimals.SCALE, RoundingMode.UP);
  }
}
