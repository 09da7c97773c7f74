package dev.parley.auth.handler;

import dev.parley.auth.api.ResetPassword;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.PasswordReset;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.store.AddressStore;
import dev.parley.auth.store.ApiKeyStore;
import dev.parley.auth.store.ApplicationStore;
import dev.parley.auth.store.CredentialStore;
import dev.parley.auth.store.PasswordResetStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.users.api.Account;
import dev.parley.users.api.UserDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Replaces a password by a token from a mail: every session ends, every other token of the account
 * is void, and the address has shown that it is the account's. Where it had not before, API keys
 * and applications end too.
 */
public final class ResetPasswordHandler
    implements CommandHandler<ResetPassword, ResetPassword.Done> {
  private final UserDirectory users;
  private final Stores stores;
  private final RevokedSessions revoked;

  /** What is read and written. */
  public record Stores(
      CredentialStore credentials,
      SessionStore sessions,
      PasswordResetStore resets,
      AddressStore addresses,
      ApiKeyStore apiKeys,
      ApplicationStore applications,
      SecurityEventStore events) {}

  public ResetPasswordHandler(UserDirectory users, Stores stores, RevokedSessions revoked) {
    this.users = Objects.requireNonNull(users, "users");
    this.stores = Objects.requireNonNull(stores, "stores");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
  }

  @Override
  public ResetPassword.Done handle(ResetPassword command, CommandContext context) {
    Instant now = context.now();
    // Of two uses at once the second finds the token void.
    PasswordReset reset =
        stores
            .resets()
            .lockByToken(context.handle(), command.tokenHash())
            .filter(found -> found.open(now))
            .orElseThrow(Refusals::invalidReset);
    Account account =
        users
            .find(context.handle(), reset.userId())
            .filter(Account::active)
            .orElseThrow(Refusals::invalidReset);
    context.target("user:" + account.id());
    boolean known = stores.credentials().lock(context.handle(), account).isPresent();
    if (known) {
      stores.credentials().replace(context.handle(), account, command.passwordHash(), now);
    } else {
      stores.credentials().insert(context.handle(), account, command.passwordHash(), false, now);
    }
    boolean proven = stores.addresses().isVerified(context.handle(), account);
    stores.resets().voidAll(context.handle(), account.id());
    // The mail may have gone to an address that the account has left since.
    if (account.email().key().equals(reset.emailKey())) {
      stores.addresses().verify(context.handle(), account, now);
    }
    List<UUID> ended = new ArrayList<>();
    if (!proven) {
      // Until now the account may have been somebody's who only wrote down its address.
      stores.applications().deleteAll(context.handle(), account.id());
      ended.addAll(stores.apiKeys().revokeAll(context.handle(), account.id(), now));
    }
    List<UUID> sessions =
        stores.sessions().revokeAll(context.handle(), account.id(), "password_reset", now);
    ended.addAll(sessions);
    stores.events().record(context, SecurityEventKind.PASSWORD_RESET, account.id(), null);
    context.afterCommit(() -> ended.forEach(id -> revoked.add(id, now)));
    return new ResetPassword.Done(sessions.size());
  }
}
