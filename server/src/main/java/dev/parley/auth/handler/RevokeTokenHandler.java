package dev.parley.auth.handler;

import dev.parley.auth.api.RevokeToken;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.RefreshToken;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.domain.Session;
import dev.parley.auth.store.GrantStore;
import dev.parley.auth.store.RefreshTokenStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Ends a session for whoever has a token of it and is the client that the token was given to. */
public final class RevokeTokenHandler implements CommandHandler<RevokeToken, RevokeToken.Revoked> {
  /** Where the handler looks and writes. */
  public record Stores(
      SessionStore sessions,
      RefreshTokenStore tokens,
      GrantStore grants,
      SecurityEventStore events) {}

  private final Stores stores;
  private final RevokedSessions revoked;

  public RevokeTokenHandler(Stores stores, RevokedSessions revoked) {
    this.stores = Objects.requireNonNull(stores, "stores");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
  }

  @Override
  public RevokeToken.Revoked handle(RevokeToken command, CommandContext context) {
    command
        .sessionId()
        .or(
            () ->
                stores
                    .tokens()
                    .findByHash(context.handle(), command.tokenHash())
                    .map(RefreshToken::sessionId))
        .flatMap(id -> stores.sessions().lock(context.handle(), id))
        .ifPresent(session -> end(session, command.clientId(), context));
    return new RevokeToken.Revoked();
  }

  private void end(Session session, Optional<UUID> client, CommandContext context) {
    Instant now = context.now();
    Optional<UUID> application = stores.grants().application(context.handle(), session.id());
    requireSame(application, client);
    context.target("session:" + session.id());
    if (stores.sessions().revoke(context.handle(), session.id(), "token_revoked", now)) {
      if (application.isEmpty()) {
        stores
            .events()
            .record(context, SecurityEventKind.SESSION_REVOKED, session.userId(), session.id());
      }
      context.afterCommit(() -> revoked.add(session.id(), now));
    }
  }

  private static void requireSame(Optional<UUID> application, Optional<UUID> client) {
    if (application.isPresent() && client.isEmpty()) {
      throw Refusals.clientNeeded();
    }
    if (!application.equals(client)) {
      throw new AppException(ErrorCode.INVALID_GRANT, "The token was not given to this client");
    }
  }
}
