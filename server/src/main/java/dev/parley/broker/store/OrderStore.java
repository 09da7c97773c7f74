package dev.parley.broker.store;

import static dev.parley.platform.db.Columns.constant;
import static dev.parley.platform.db.Columns.decimal;
import static dev.parley.platform.db.Columns.instant;
import static dev.parley.platform.db.Columns.optionalDecimal;
import static dev.parley.platform.db.Columns.optionalInstant;
import static dev.parley.platform.db.Columns.optionalText;
import static dev.parley.platform.db.Columns.text;
import static dev.parley.platform.db.Columns.uuid;

import dev.parley.broker.api.ListOrders;
import dev.parley.broker.api.OrderReason;
import dev.parley.broker.api.OrderStatus;
import dev.parley.broker.api.OrderType;
import dev.parley.broker.api.Side;
import dev.parley.broker.api.TimeInForce;
import dev.parley.broker.domain.Order;
import dev.parley.platform.page.Filter;
import dev.parley.platform.page.Keyset;
import dev.parley.platform.page.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code broker.orders}; written under the lock of the account's row. Stateless. */
public final class OrderStore {
  private static final String ACTIVE = "status IN ('open', 'partially_filled')";

  /** Inserts orders, or moves those that are there on to their next state. */
  public void save(Handle handle, Collection<Order> orders) {
    if (orders.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            INSERT INTO broker.orders (id, account_id, user_id, connection_id, client_order_id,
              symbol, side, type, time_in_force, quantity, limit_price, reserve_price, status,
              reason, filled, filled_amount, tape_loop, tape_line, expires_at, created_at,
              updated_at, version)
            VALUES (:id, :accountId, :userId, :connectionId, :clientOrderId,
              :symbol, :side, :type, :timeInForce, :quantity, :limitPrice, :reservePrice, :status,
              :reason, :filled, :filledAmount, :tapeLoop, :tapeLine, :expiresAt, :createdAt,
              :updatedAt, :version)
            ON CONFLICT (id) DO UPDATE
            SET status = excluded.status, reason = excluded.reason, filled = excluded.filled,
              filled_amount = excluded.filled_amount, updated_at = excluded.updated_at,
              version = excluded.version
            """);
    for (Order order : orders) {
      batch
          .bind("id", order.id())
          .bind("accountId", order.accountId())
          .bind("userId", order.userId())
          .bind("connectionId", order.connectionId())
          .bind("clientOrderId", order.clientOrderId())
          .bind("symbol", order.symbol())
          .bind("side", Rows.text(order.side()))
          .bind("type", Rows.text(order.type()))
          .bind("timeInForce", Rows.text(order.timeInForce()))
          .bind("quantity", order.quantity())
          .bind("limitPrice", order.limitPrice())
          .bind("reservePrice", order.reservePrice())
          .bind("status", Rows.text(order.status()))
          .bind("reason", order.reason() == null ? null : Rows.text(order.reason()))
          .bind("filled", order.filled())
          .bind("filledAmount", order.filledAmount())
          .bind("tapeLoop", order.placedAfter().loop())
          .bind("tapeLine", order.placedAfter().line())
          .bind("expiresAt", order.expiresAt())
          .bind("createdAt", order.createdAt())
          .bind("updatedAt", order.updatedAt())
          .bind("version", order.version())
          .add();
    }
    batch.execute();
  }

  public Optional<Order> byId(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT * FROM broker.orders WHERE id = :id")
        .bind("id", id)
        .map(OrderStore::map)
        .findOne();
  }

  public boolean clientOrderIdUsed(Handle handle, UUID accountId, String clientOrderId) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT FROM broker.orders
              WHERE account_id = :accountId AND client_order_id = :clientOrderId)
            """)
        .bind("accountId", accountId)
        .bind("clientOrderId", clientOrderId)
        .mapTo(Boolean.class)
        .one();
  }

  /** The active orders of an account, the oldest first. */
  public List<Order> active(Handle handle, UUID accountId) {
    return handle
        .createQuery(
            "SELECT * FROM broker.orders WHERE account_id = :accountId AND "
                + ACTIVE
                + " ORDER BY created_at, id")
        .bind("accountId", accountId)
        .map(OrderStore::map)
        .list();
  }

  /** The active orders of these accounts for one symbol. */
  public List<Order> active(Handle handle, String symbol, Collection<UUID> accountIds) {
    return handle
        .createQuery(
            "SELECT * FROM broker.orders WHERE symbol = :symbol AND account_id = ANY(:accounts) AND"
                + " "
                + ACTIVE)
        .bind("symbol", symbol)
        .bindArray("accounts", UUID.class, accountIds.toArray())
        .map(OrderStore::map)
        .list();
  }

  /** The active orders of all users for a symbol, for the matcher to look at. */
  public List<Order> active(Handle handle, String symbol) {
    return handle
        .createQuery("SELECT * FROM broker.orders WHERE symbol = :symbol AND " + ACTIVE)
        .bind("symbol", symbol)
        .map(OrderStore::map)
        .list();
  }

  /** The active orders of a user, the newest first. */
  public List<Order> activeOfUser(Handle handle, UUID userId, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM broker.orders WHERE user_id = :userId AND "
                + ACTIVE
                + " ORDER BY created_at DESC, id DESC LIMIT :limit")
        .bind("userId", userId)
        .bind("limit", limit)
        .map(OrderStore::map)
        .list();
  }

  public Page<Order> page(Handle handle, UUID userId, ListOrders query) {
    Filter filter =
        new Filter("broker.orders")
            .and("user_id = :userId", "userId", userId)
            .and("symbol = :symbol", "symbol", query.symbol())
            .and("type = :type", "type", query.type() == null ? null : Rows.text(query.type()))
            .and("created_at >= :from", "from", query.from())
            .and("created_at < :to", "to", query.to());
    if (!query.statuses().isEmpty()) {
      filter.and(
          new TreeSet<>(query.statuses())
              .stream()
                  .map(status -> "'" + Rows.text(status) + "'")
                  .collect(Collectors.joining(", ", "status IN (", ")")));
    }
    return new Keyset("created_at", query.newestFirst())
        .page(
            handle,
            filter,
            query.page(),
            OrderStore::map,
            row -> new Keyset.Key(row.createdAt(), row.id()));
  }

  private static Order map(ResultSet rs, StatementContext context) throws SQLException {
    Instant expiresAt = optionalInstant(rs, "expires_at").orElse(null);
    return new Order(
        uuid(rs, "id"),
        uuid(rs, "account_id"),
        uuid(rs, "user_id"),
        uuid(rs, "connection_id"),
        optionalText(rs, "client_order_id").orElse(null),
        text(rs, "symbol"),
        constant(rs, "side", Side.class),
        constant(rs, "type", OrderType.class),
        constant(rs, "time_in_force", TimeInForce.class),
        decimal(rs, "quantity"),
        optionalDecimal(rs, "limit_price").orElse(null),
        decimal(rs, "reserve_price"),
        constant(rs, "status", OrderStatus.class),
        optionalText(rs, "reason")
            .map(reason -> OrderReason.valueOf(reason.toUpperCase(Locale.ROOT)))
            .orElse(null),
        decimal(rs, "filled"),
        decimal(rs, "filled_amount"),
        Rows.tape(rs),
        expiresAt,
        instant(rs, "created_at"),
        instant(rs, "updated_at"),
        rs.getLong("version"));
  }
}
