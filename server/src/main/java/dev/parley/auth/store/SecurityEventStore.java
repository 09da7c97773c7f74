package dev.parley.auth.store;

import dev.parley.auth.domain.Session;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.time.Ids;
import dev.parley.platform.time.TimeOrderedIds;
import java.time.Instant;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** What somebody has to look at, in {@code auth.security_event}. Stateless, so thread-safe. */
public final class SecurityEventStore {
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
   * @param kind what happened, lower_snake
   */
  public void record(CommandContext context, String kind, Session session) {
    context
        .handle()
        .createUpdate(
            "INSERT INTO auth.security_event"
                + " (id, kind, user_id, session_id, address, trace_id, at)"
                + " VALUES (:id, :kind, :user, :session, :address, :trace, :at)")
        .bind("id", ids.next())
        .bind("kind", kind)
        .bind("user", session.userId())
        .bind("session", session.id())
        .bind("address", context.caller().address())
        .bind("trace", context.caller().traceId())
        .bind("at", context.now())
        .execute();
  }
}
