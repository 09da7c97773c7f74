package dev.parley.auth.store;

import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.api.SecurityEventView;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.db.Columns;
import dev.parley.platform.page.Filter;
import dev.parley.platform.page.Keyset;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.time.Ids;
import dev.parley.platform.time.TimeOrderedIds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** What somebody has to look at, in {@code auth.security_event}. Stateless, so thread-safe. */
public final class SecurityEventStore {
  private static final Keyset NEWEST_FIRST = new Keyset("at", true);

  private final Ids ids;

  public SecurityEventStore(Ids ids) {
    this.ids = Objects.requireNonNull(ids, "ids");
  }

  /** Deletes some of the events from before then, the oldest first; returns how many. */
  public int removeBefore(Handle handle, Instant before, int limit) {
    return handle
        .createUpdate(
            "DELETE FROM auth.security_event WHERE id IN"
                + " (SELECT id FROM auth.security_event WHERE id < :end ORDER BY id LIMIT :limit)")
        .bind("end", TimeOrderedIds.first(before))
        .bind("limit", limit)
        .execute();
  }

  /**
   * Notes what happened to a user, in the transaction of the command.
   *
   * @param sessionId to which session; null where it was none
   */
  public void record(
      CommandContext context, SecurityEventKind kind, UUID userId, @Nullable UUID sessionId) {
    context
        .handle()
        .createUpdate(
            "INSERT INTO auth.security_event"
                + " (id, kind, user_id, session_id, address, trace_id, at)"
                + " VALUES (:id, :kind, :user, CAST(:session AS uuid), :address, :trace, :at)")
        .bind("id", ids.next())
        .bind("kind", kind.name().toLowerCase(Locale.ROOT))
        .bind("user", userId)
        .bind("session", sessionId)
        .bind("address", context.caller().address())
        .bind("trace", context.caller().traceId())
        .bind("at", context.now())
        .execute();
  }

  /** A page of what happened to one user, the newest first. */
  public Page<SecurityEventView> page(Handle handle, UUID userId, PageRequest request) {
    return NEWEST_FIRST.page(
        handle,
        new Filter("auth.security_event").and("user_id = :user", "user", userId),
        request,
        SecurityEventStore::map,
        event -> new Keyset.Key(event.at(), event.id()));
  }

  private static SecurityEventView map(ResultSet row, StatementContext context)
      throws SQLException {
    return new SecurityEventView(
        Columns.uuid(row, "id"),
        Columns.constant(row, "kind", SecurityEventKind.class),
        Columns.optionalUuid(row, "session_id").orElse(null),
        Columns.text(row, "address"),
        Columns.text(row, "trace_id"),
        Columns.instant(row, "at"));
  }
}
