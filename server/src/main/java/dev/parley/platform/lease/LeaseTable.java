package dev.parley.platform.lease;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * {@code platform.lease}. Who relies on a lease in a transaction holds KEY SHARE on its row: that
 * keeps a taker, who needs FOR UPDATE, away until the transaction ends, and does not keep the
 * holder from renewing meanwhile.
 */
final class LeaseTable {
  private final String holder;
  private final double seconds;

  LeaseTable(String holder, Duration duration) {
    this.holder = holder;
    this.seconds = duration.toMillis() / 1000.0;
  }

  /** Makes the rows that are missing; what they say is that nobody holds them. */
  void ensure(Handle handle, Collection<String> names) {
    handle
        .createUpdate(
            "INSERT INTO platform.lease (name) SELECT unnest(:names) ON CONFLICT DO NOTHING")
        .bindArray("names", String.class, names)
        .execute();
  }

  /** Takes what has expired of these and is not relied on right now: name to new fence. */
  Map<String, Long> claim(Handle handle, Collection<String> names) {
    Map<String, Long> claimed = new HashMap<>();
    handle
        .createQuery(
            """
            WITH free AS (
              SELECT name FROM platform.lease
              WHERE name = ANY(:names) AND expires_at <= clock_timestamp()
              FOR UPDATE SKIP LOCKED)
            UPDATE platform.lease l
            SET fence = l.fence + 1, holder = :holder,
                expires_at = clock_timestamp() + make_interval(secs => :seconds)
            FROM free WHERE l.name = free.name
            RETURNING l.name, l.fence
            """)
        .bindArray("names", String.class, names)
        .bind("holder", holder)
        .bind("seconds", seconds)
        .map((rs, context) -> claimed.put(rs.getString("name"), rs.getLong("fence")))
        .list();
    return claimed;
  }

  /**
   * Renews leases by name and fence and tells which are still ours. One that expired without being
   * taken is renewed too: nobody else has acted on it.
   */
  Set<String> renew(Handle handle, Map<String, Long> held) {
    return new HashSet<>(
        handle
            .createQuery(
                """
                UPDATE platform.lease l
                SET expires_at = clock_timestamp() + make_interval(secs => :seconds)
                FROM unnest(:names, :fences) AS held (name, fence)
                WHERE l.name = held.name AND l.fence = held.fence
                RETURNING l.name
                """)
            .bindArray("names", String.class, held.keySet())
            .bindArray("fences", Long.class, held.values())
            .bind("seconds", seconds)
            .map((rs, context) -> rs.getString("name"))
            .list());
  }

  /** True if nobody has taken the lease since, and until this transaction ends nobody can. */
  static boolean keep(Handle handle, String name, long fence) {
    return handle
        .createQuery(
            "SELECT 1 FROM platform.lease WHERE name = :name AND fence = :fence FOR KEY SHARE")
        .bind("name", name)
        .bind("fence", fence)
        .map((rs, context) -> true)
        .findOne()
        .isPresent();
  }

  /**
   * Gives a lease back, so that the next holder need not wait for it to expire. The fence moves on,
   * or a renewal on its way would make it last again.
   */
  static void release(Handle handle, String name, long fence) {
    handle
        .createUpdate(
            "UPDATE platform.lease SET expires_at = '-infinity', fence = fence + 1"
                + " WHERE name = :name AND fence = :fence")
        .bind("name", name)
        .bind("fence", fence)
        .execute();
  }
}
