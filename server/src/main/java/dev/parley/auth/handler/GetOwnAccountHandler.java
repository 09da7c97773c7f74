package dev.parley.auth.handler;

import dev.parley.auth.api.GetOwnAccount;
import dev.parley.auth.domain.Refusals;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.users.api.Account;
import dev.parley.users.api.UserDirectory;
import java.util.Objects;

/** Shows the caller his account. */
public final class GetOwnAccountHandler implements QueryHandler<GetOwnAccount, Account> {
  private final UserDirectory users;

  public GetOwnAccountHandler(UserDirectory users) {
    this.users = Objects.requireNonNull(users, "users");
  }

  @Override
  public Account handle(GetOwnAccount query, QueryContext context) {
    return users
        .find(context.handle(), context.caller().require().userId())
        .orElseThrow(Refusals::noAccount);
  }
}
