package dev.parley.auth.handler;

import dev.parley.auth.api.RequestPasswordReset;
import dev.parley.auth.domain.ResetRules;
import dev.parley.auth.store.PasswordResetStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.time.Ids;
import dev.parley.users.api.Account;
import dev.parley.users.api.UserDirectory;
import java.util.Objects;
import java.util.UUID;

/**
 * Takes a request for a reset. It does the same whether there is such an account or not, so that
 * neither answer nor time tells: one that is for nobody is queued too, and nothing comes of it.
 */
public final class RequestPasswordResetHandler
    implements CommandHandler<RequestPasswordReset, RequestPasswordReset.Queued> {
  private final UserDirectory users;
  private final PasswordResetStore resets;
  private final ResetRules rules;
  private final Ids ids;
  private final Runnable wake;

  /**
   * @param wake tells whoever sends the mails, after the commit
   */
  public RequestPasswordResetHandler(
      UserDirectory users, PasswordResetStore resets, ResetRules rules, Ids ids, Runnable wake) {
    this.users = Objects.requireNonNull(users, "users");
    this.resets = Objects.requireNonNull(resets, "resets");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.ids = Objects.requireNonNull(ids, "ids");
    this.wake = Objects.requireNonNull(wake, "wake");
  }

  @Override
  public RequestPasswordReset.Queued handle(RequestPasswordReset command, CommandContext context) {
    UUID nobody = ids.next();
    UUID user =
        users
            .findByLogin(context.handle(), command.email().key())
            .filter(Account::active)
            .map(Account::id)
            .orElse(nobody);
    resets.insert(
        context.handle(),
        ids.next(),
        user,
        rules.most(),
        context.now().minus(rules.window()),
        context.now());
    context.afterCommit(wake);
    return new RequestPasswordReset.Queued();
  }
}
