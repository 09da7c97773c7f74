package dev.parley.broker.handler;

import dev.parley.broker.api.ListPositions;
import dev.parley.broker.api.PositionEvent;
import dev.parley.broker.api.PositionView;
import dev.parley.broker.domain.Account;
import dev.parley.broker.domain.Prices;
import dev.parley.broker.store.AccountStore;
import dev.parley.broker.store.PositionStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.page.Page;
import java.util.UUID;

/** What the caller holds, valued at the last prices. */
public final class ListPositionsHandler implements QueryHandler<ListPositions, Page<PositionView>> {
  private static final UUID NO_ACCOUNT = new UUID(0, 0);

  private final AccountStore accounts = new AccountStore();
  private final PositionStore positions = new PositionStore();
  private final Prices prices;

  public ListPositionsHandler(Prices prices) {
    this.prices = prices;
  }

  @Override
  public Page<PositionView> handle(ListPositions query, QueryContext context) {
    UUID userId = context.caller().require().userId();
    context.stream(LogKey.user(PositionEvent.TOPIC, userId));
    // Who has no account yet holds nothing; the page is read all the same, so that a forged cursor
    // is refused for everybody.
    UUID accountId = accounts.ofUser(context.handle(), userId).map(Account::id).orElse(NO_ACCOUNT);
    return positions
        .page(context.handle(), accountId, query.includeClosed(), query.page())
        .map(position -> position.view(prices.last(position.symbol())));
  }
}
