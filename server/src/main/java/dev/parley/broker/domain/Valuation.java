package dev.parley.broker.domain;

import static dev.parley.broker.domain.Decimals.plain;

import dev.parley.broker.api.AccountView;
import java.math.BigDecimal;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What the positions of an account are worth at the last prices. A position without a price counts
 * with its cost, so that it neither makes nor loses anything.
 */
public record Valuation(BigDecimal marketValue, BigDecimal cost) {
  public static Valuation of(Collection<Position> positions, Prices prices) {
    BigDecimal value = BigDecimal.ZERO;
    BigDecimal cost = BigDecimal.ZERO;
    for (Position position : positions) {
      if (!position.flat()) {
        @Nullable BigDecimal price = prices.last(position.symbol());
        value = value.add(price == null ? position.cost() : position.quantity().multiply(price));
        cost = cost.add(position.cost());
      }
    }
    return new Valuation(value, cost);
  }

  /** The account as its owner sees it. */
  public AccountView view(Account account) {
    return new AccountView(
        account.id(),
        account.currency(),
        plain(account.cash()),
        plain(account.reserved()),
        plain(account.buyingPower()),
        plain(marketValue),
        plain(account.cash().add(marketValue)),
        plain(account.realisedPnl()),
        plain(marketValue.subtract(cost)),
        plain(account.maxOrderQuantity()),
        account.createdAt(),
        account.updatedAt(),
        account.version());
  }
}
