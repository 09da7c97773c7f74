package dev.parley.broker.store;

import static dev.parley.platform.db.Columns.constant;
import static dev.parley.platform.db.Columns.instant;
import static dev.parley.platform.db.Columns.optionalInstant;
import static dev.parley.platform.db.Columns.text;
import static dev.parley.platform.db.Columns.uuid;

import dev.parley.broker.api.AuthMethod;
import dev.parley.broker.api.ConnectionStatus;
import dev.parley.broker.api.Environment;
import dev.parley.broker.domain.Connection;
import dev.parley.platform.page.Filter;
import dev.parley.platform.page.Keyset;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code broker.connection}; written under the lock of the account's row. Stateless. */
public final class ConnectionStore {
  private static final Keyset NEWEST_FIRST = new Keyset("created_at", true);

  public void insert(Handle handle, Connection connection) {
    handle
        .createUpdate(
            """
            INSERT INTO broker.connection (id, user_id, account_id, broker, environment, method,
              status, last_connected_at, disconnected_at, created_at, version)
            VALUES (:id, :userId, :accountId, :broker, :environment, :method,
              :status, :lastConnectedAt, :disconnectedAt, :createdAt, :version)
            """)
        .bind("id", connection.id())
        .bind("userId", connection.userId())
        .bind("accountId", connection.accountId())
        .bind("broker", connection.broker())
        .bind("environment", Rows.text(connection.environment()))
        .bind("method", Rows.text(connection.method()))
        .bind("status", Rows.text(connection.status()))
        .bind("lastConnectedAt", connection.lastConnectedAt())
        .bind("disconnectedAt", connection.disconnectedAt())
        .bind("createdAt", connection.createdAt())
        .bind("version", connection.version())
        .execute();
  }

  public void update(Handle handle, Connection connection) {
    handle
        .createUpdate(
            """
            UPDATE broker.connection
            SET status = :status, disconnected_at = :disconnectedAt, version = :version
            WHERE id = :id
            """)
        .bind("id", connection.id())
        .bind("status", Rows.text(connection.status()))
        .bind("disconnectedAt", connection.disconnectedAt())
        .bind("version", connection.version())
        .execute();
  }

  public Optional<Connection> byId(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT * FROM broker.connection WHERE id = :id")
        .bind("id", id)
        .map(ConnectionStore::map)
        .findOne();
  }

  /** The connection of an account that lasts. */
  public Optional<Connection> live(Handle handle, UUID accountId) {
    return handle
        .createQuery(
            """
            SELECT * FROM broker.connection
            WHERE account_id = :accountId AND status = 'connected'
            """)
        .bind("accountId", accountId)
        .map(ConnectionStore::map)
        .findOne();
  }

  public Page<Connection> page(
      Handle handle, UUID userId, boolean includeDisconnected, PageRequest request) {
    Filter filter = new Filter("broker.connection").and("user_id = :userId", "userId", userId);
    if (!includeDisconnected) {
      filter.and("status = 'connected'");
    }
    return NEWEST_FIRST.page(
        handle,
        filter,
        request,
        ConnectionStore::map,
        row -> new Keyset.Key(row.createdAt(), row.id()));
  }

  /** All connections of a user that last. */
  public List<Connection> live(Handle handle, UUID userId, int limit) {
    return page(handle, userId, false, new PageRequest(limit, null, false)).items();
  }

  private static Connection map(ResultSet rs, StatementContext context) throws SQLException {
    return new Connection(
        uuid(rs, "id"),
        uuid(rs, "user_id"),
        uuid(rs, "account_id"),
        text(rs, "broker"),
        constant(rs, "environment", Environment.class),
        constant(rs, "method", AuthMethod.class),
        constant(rs, "status", ConnectionStatus.class),
        instant(rs, "last_connected_at"),
        optionalInstant(rs, "disconnected_at").orElse(null),
        instant(rs, "created_at"),
        rs.getLong("version"));
  }
}
