package dev.parley.platform.outbox;

import dev.parley.platform.tx.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices at start that the database is not the one it was: restored from a dump (another cluster)
 * or recovered or promoted (another timeline). The log may then lack what clients have seen, so its
 * epoch is renewed and they resync.
 */
final class LogOrigin {
  private static final Logger LOG = LoggerFactory.getLogger(LogOrigin.class);

  private final Transactions transactions;

  LogOrigin(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Compares, renews where needed, remembers. Several nodes may do so at once. */
  void verify() {
    transactions.write(
        handle -> {
          Cluster remembered = remembered(handle);
          Cluster present = present(handle);
          if (present != null && !present.equals(remembered)) {
            if (remembered != null) {
              renewEpoch(handle);
            }
            remember(handle, present);
          }
          return true;
        });
  }

  private static void renewEpoch(Handle handle) {
    handle.execute("UPDATE platform.log_origin SET epoch = gen_random_uuid()::text");
    handle.execute("UPDATE platform.log SET epoch = (SELECT epoch FROM platform.log_origin)");
    LOG.warn("The database was restored or replaced: the event log has a new epoch");
  }

  private static @Nullable Cluster remembered(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT system_identifier, timeline FROM platform.log_origin
            WHERE system_identifier IS NOT NULL FOR UPDATE
            """)
        .map(LogOrigin::cluster)
        .findOne()
        .orElse(null);
  }

  /** Null where the database's user may not know. */
  private static @Nullable Cluster present(Handle handle) {
    boolean allowed =
        handle
            .createQuery(
                """
                SELECT has_function_privilege('pg_control_system()', 'execute')
                   AND has_function_privilege('pg_control_checkpoint()', 'execute')
                """)
            .mapTo(Boolean.class)
            .one();
    return allowed
        ? handle
            .createQuery(
                """
                SELECT s.system_identifier, c.timeline_id
                FROM pg_control_system() s, pg_control_checkpoint() c
                """)
            .map(LogOrigin::cluster)
            .one()
        : null;
  }

  private static void remember(Handle handle, Cluster cluster) {
    handle
        .createUpdate(
            "UPDATE platform.log_origin SET system_identifier = :system, timeline = :line")
        .bind("system", cluster.system())
        .bind("line", cluster.timeline())
        .execute();
  }

  private static Cluster cluster(ResultSet row, StatementContext context) throws SQLException {
    return new Cluster(row.getLong(1), row.getInt(2));
  }

  private record Cluster(long system, int timeline) {}
}
