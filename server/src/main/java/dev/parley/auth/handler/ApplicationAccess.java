package dev.parley.auth.handler;

import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.Application;
import dev.parley.auth.store.GrantStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Whose an application is, and the end of what its secret has opened. Thread-safe. */
public final class ApplicationAccess {
  private final GrantStore grants;
  private final SecurityEventStore events;
  private final RevokedSessions revoked;

  public ApplicationAccess(GrantStore grants, SecurityEventStore events, RevokedSessions revoked) {
    this.grants = Objects.requireNonNull(grants, "grants");
    this.events = Objects.requireNonNull(events, "events");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
  }

  /** The caller's own; NOT_FOUND where there is none, PERMISSION_DENIED for another's. */
  static Application own(Caller caller, Optional<Application> found, UUID id) {
    Application application =
        found.orElseThrow(
            () -> new AppException(ErrorCode.NOT_FOUND, "There is no application " + id));
    if (!application.ownerId().equals(caller.require().userId())) {
      throw new AppException(
          ErrorCode.PERMISSION_DENIED, "The application " + id + " belongs to somebody else");
    }
    return application;
  }

  /** Ends its tokens and sockets, and notes why; it is locked, so none is opened meanwhile. */
  void endSessions(CommandContext context, Application application, SecurityEventKind why) {
    Instant now = context.now();
    String reason = why.name().toLowerCase(Locale.ROOT);
    List<UUID> ended = grants.revokeAll(context.handle(), application.id(), reason, now);
    events.record(context, why, application.ownerId(), null);
    context.afterCommit(() -> ended.forEach(session -> revoked.add(session, now)));
  }
}
