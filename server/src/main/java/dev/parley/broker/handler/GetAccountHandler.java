package dev.parley.broker.handler;

import dev.parley.broker.api.AccountUpdated;
import dev.parley.broker.api.AccountView;
import dev.parley.broker.api.GetAccount;
import dev.parley.broker.domain.Account;
import dev.parley.broker.domain.Prices;
import dev.parley.broker.domain.Valuation;
import dev.parley.broker.store.AccountStore;
import dev.parley.broker.store.PositionStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.LogKey;
import java.util.UUID;

/** The caller's account, valued at the last prices. */
public final class GetAccountHandler implements QueryHandler<GetAccount, AccountView> {
  private final AccountStore accounts = new AccountStore();
  private final PositionStore positions = new PositionStore();
  private final Prices prices;

  public GetAccountHandler(Prices prices) {
    this.prices = prices;
  }

  @Override
  public AccountView handle(GetAccount query, QueryContext context) {
    UUID userId = context.caller().require().userId();
    context.stream(LogKey.user(AccountUpdated.TOPIC, userId));
    Account account =
        accounts
            .ofUser(context.handle(), userId)
            .orElseThrow(
                () ->
                    new AppException(
                        ErrorCode.NOT_FOUND, "There is no account before the first connection"));
    return Valuation.of(positions.ofAccount(context.handle(), account.id()), prices).view(account);
  }
}
