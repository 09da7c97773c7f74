package dev.parley.broker.rest;

import dev.parley.broker.api.GetAccount;
import dev.parley.contract.broker.api.AccountApi;
import dev.parley.contract.broker.model.Account;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.security.Callers;

/** The account over REST (M20). */
public final class AccountDelegate implements AccountApi {
  private final QueryBus queries;
  private final Callers callers;

  public AccountDelegate(QueryBus queries, Callers callers) {
    this.queries = queries;
    this.callers = callers;
  }

  @Override
  public Account getAccount() {
    return Models.account(queries.ask(new GetAccount(), callers.current()));
  }
}
