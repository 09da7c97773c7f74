package dev.parley.auth.handler;

import dev.parley.auth.api.FindPasswordReset;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.store.PasswordResetStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.users.api.Account;
import dev.parley.users.api.UserDirectory;
import java.util.Objects;

/** Whose a reset token is, before work is spent on it. */
public final class FindPasswordResetHandler implements QueryHandler<FindPasswordReset, Account> {
  private final UserDirectory users;
  private final PasswordResetStore resets;

  public FindPasswordResetHandler(UserDirectory users, PasswordResetStore resets) {
    this.users = Objects.requireNonNull(users, "users");
    this.resets = Objects.requireNonNull(resets, "resets");
  }

  @Override
  public Account handle(FindPasswordReset query, QueryContext context) {
    return resets
        .findByToken(context.handle(), query.tokenHash())
        .filter(reset -> reset.open(context.now()))
        .flatMap(reset -> users.find(context.handle(), reset.userId()))
        .filter(Account::active)
        .orElseThrow(Refusals::invalidReset);
  }
}
