package dev.parley.broker.handler;

import dev.parley.broker.api.GetPosition;
import dev.parley.broker.api.PositionEvent;
import dev.parley.broker.api.PositionView;
import dev.parley.broker.domain.Account;
import dev.parley.broker.domain.Position;
import dev.parley.broker.domain.Prices;
import dev.parley.broker.store.AccountStore;
import dev.parley.broker.store.PositionStore;
import dev.parley.datafeed.api.MarketData;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.LogKey;
import java.util.UUID;

/** What the caller holds of one symbol. */
public final class GetPositionHandler implements QueryHandler<GetPosition, PositionView> {
  private final AccountStore accounts = new AccountStore();
  private final PositionStore positions = new PositionStore();
  private final MarketData market;
  private final Prices prices;

  public GetPositionHandler(MarketData market, Prices prices) {
    this.market = market;
    this.prices = prices;
  }

  @Override
  public PositionView handle(GetPosition query, QueryContext context) {
    UUID userId = context.caller().require().userId();
    context.stream(LogKey.user(PositionEvent.TOPIC, userId));
    String symbol = query.symbol();
    if (market.symbol(symbol).isEmpty()) {
      throw new AppException(ErrorCode.NOT_FOUND, "There is no symbol " + symbol);
    }
    Account account =
        accounts
            .ofUser(context.handle(), userId)
            .orElseThrow(
                () ->
                    new AppException(
                        ErrorCode.NOT_FOUND, "There is no account before the first connection"));
    return positions
        .bySymbol(context.handle(), account.id(), symbol)
        .orElseGet(() -> Position.none(symbol))
        .view(prices.last(symbol));
  }
}
