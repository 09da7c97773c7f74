package dev.parley.auth.handler;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.OpenApplicationSession;
import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.api.SessionKind;
import dev.parley.auth.domain.Application;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.domain.Session;
import dev.parley.auth.domain.SessionScopes;
import dev.parley.auth.store.ApplicationStore;
import dev.parley.auth.store.CredentialStore;
import dev.parley.auth.store.GrantStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.time.Ids;
import dev.parley.users.api.Account;
import dev.parley.users.api.RoleScopes;
import dev.parley.users.api.UserDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * Begins a session for one token of an application. Each token has a session of its own, so that it
 * can be revoked alone, and all of an application's end with it.
 */
public final class OpenApplicationSessionHandler
    implements CommandHandler<OpenApplicationSession, OpenedSession> {
  /** Where the handler looks and writes. */
  public record Stores(
      UserDirectory users,
      CredentialStore credentials,
      ApplicationStore applications,
      SessionStore sessions,
      GrantStore grants) {}

  private final Stores stores;
  private final RoleScopes roles;
  private final SessionScopes scopes;
  private final Duration life;
  private final Ids ids;

  /**
   * @param life of an access token
   */
  public OpenApplicationSessionHandler(Stores stores, RoleScopes roles, Duration life, Ids ids) {
    this.stores = Objects.requireNonNull(stores, "stores");
    this.roles = Objects.requireNonNull(roles, "roles");
    this.scopes = new SessionScopes(roles);
    this.life = Objects.requireNonNull(life, "life");
    this.ids = Objects.requireNonNull(ids, "ids");
  }

  @Override
  public OpenedSession handle(OpenApplicationSession command, CommandContext context) {
    // Held against its end and another secret: either this session is ended by them or not begun.
    Application application =
        stores
            .applications()
            .share(context.handle(), command.applicationId())
            .filter(found -> found.version() == command.version())
            .orElseThrow(Refusals::invalidClient);
    Account owner =
        stores
            .users()
            .find(context.handle(), application.ownerId())
            .filter(Account::active)
            .orElseThrow(
                () -> unauthorized("The account that the application acts for is suspended"));
    boolean mustChange =
        stores
            .credentials()
            .find(context.handle(), owner)
            .map(Credential::mustChange)
            .orElse(false);
    Set<String> granted = granted(command, application, owner, mustChange);
    Instant end = context.now().plus(life);
    Session session =
        new Session(ids.next(), owner.id(), command.fp().orElse(null), context.now(), end, null);
    stores.sessions().insert(context.handle(), session, SessionKind.APPLICATION);
    stores.sessions().used(context.handle(), session.id(), context.caller(), context.now(), end);
    stores.grants().insert(context.handle(), session.id(), granted, application.id());
    return new OpenedSession(
        session.id(), owner, command.fp(), mustChange, end, Optional.of(granted));
  }

  private Set<String> granted(
      OpenApplicationSession command, Application application, Account owner, boolean mustChange) {
    Set<String> own = new HashSet<>(application.scopes());
    own.removeAll(roles.signInOnly());
    Optional<Set<String>> most = Optional.of(own);
    SortedSet<String> missing = scopes.missing(command.scopes(), owner, mustChange, most);
    if (!missing.isEmpty()) {
      throw Refusals.invalidScope(missing);
    }
    Set<String> granted = command.scopes().orElseGet(() -> scopes.of(owner, mustChange, most));
    if (granted.isEmpty()) {
      throw unauthorized("The account that the application acts for has none of its scopes");
    }
    return granted;
  }

  private static AppException unauthorized(String detail) {
    return new AppException(ErrorCode.UNAUTHORIZED_CLIENT, detail);
  }
}
