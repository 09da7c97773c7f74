package dev.parley.broker.store;

import static dev.parley.platform.db.Columns.decimal;
import static dev.parley.platform.db.Columns.optionalInstant;
import static dev.parley.platform.db.Columns.text;
import static dev.parley.platform.db.Columns.uuid;

import dev.parley.broker.domain.Position;
import dev.parley.platform.page.Cursor;
import dev.parley.platform.page.Filter;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code broker.position}; written under the lock of the account's row. Stateless. */
public final class PositionStore {
  /** All positions of an account, closed ones included, in order of the symbol. */
  public List<Position> ofAccount(Handle handle, UUID accountId) {
    return handle
        .createQuery("SELECT * FROM broker.position WHERE account_id = :id ORDER BY symbol")
        .bind("id", accountId)
        .map(PositionStore::map)
        .list();
  }

  /** All positions of each of these accounts. */
  public Map<UUID, List<Position>> ofAccounts(Handle handle, Collection<UUID> accountIds) {
    Map<UUID, List<Position>> found = new HashMap<>();
    handle
        .createQuery("SELECT * FROM broker.position WHERE account_id = ANY(:ids)")
        .bindArray("ids", UUID.class, accountIds.toArray())
        .map((rs, context) -> Map.entry(uuid(rs, "account_id"), map(rs, context)))
        .forEach(
            row ->
                found.computeIfAbsent(row.getKey(), id -> new ArrayList<>()).add(row.getValue()));
    return found;
  }

  public Optional<Position> bySymbol(Handle handle, UUID accountId, String symbol) {
    return handle
        .createQuery("SELECT * FROM broker.position WHERE account_id = :id AND symbol = :symbol")
        .bind("id", accountId)
        .bind("symbol", symbol)
        .map(PositionStore::map)
        .findOne();
  }

  public Page<Position> page(
      Handle handle, UUID accountId, boolean includeClosed, PageRequest request) {
    Filter filter =
        new Filter("broker.position").and("account_id = :accountId", "accountId", accountId);
    if (!includeClosed) {
      filter.and("quantity > 0");
    }
    String list = filter.name("symbol");
    Cursor cursor = Cursor.parse(request.cursor(), list);
    List<Position> rows =
        filter.rows(
            handle,
            PositionStore::map,
            cursor == null ? "" : "symbol > :after",
            cursor == null ? Map.of() : Map.of("after", cursor.text(0)),
            "symbol",
            request.limit() + 1);
    OptionalLong total =
        request.includeTotal() ? OptionalLong.of(filter.count(handle)) : OptionalLong.empty();
    return Page.of(rows, request.limit(), total, row -> Cursor.of(list, row.symbol()));
  }

  public void save(Handle handle, UUID accountId, Collection<Position> positions) {
    if (positions.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            INSERT INTO broker.position (account_id, symbol, quantity, reserved, cost,
              realised_pnl, opened_at, updated_at, version)
            VALUES (:accountId, :symbol, :quantity, :reserved, :cost,
              :realisedPnl, :openedAt, :updatedAt, :version)
            ON CONFLICT (account_id, symbol) DO UPDATE
            SET quantity = excluded.quantity, reserved = excluded.reserved, cost = excluded.cost,
              realised_pnl = excluded.realised_pnl, opened_at = excluded.opened_at,
              updated_at = excluded.updated_at, version = excluded.version
            """);
    for (Position position : positions) {
      batch
          .bind("accountId", accountId)
          .bind("symbol", position.symbol())
          .bind("quantity", position.quantity())
          .bind("reserved", position.reserved())
          .bind("cost", position.cost())
          .bind("realisedPnl", position.realisedPnl())
          .bind("openedAt", position.openedAt())
          .bind("updatedAt", position.updatedAt())
          .bind("version", position.version())
          .add();
    }
    batch.execute();
  }

  private static Position map(ResultSet rs, StatementContext context) throws SQLException {
    return new Position(
        text(rs, "symbol"),
        decimal(rs, "quantity"),
        decimal(rs, "reserved"),
        decimal(rs, "cost"),
        decimal(rs, "realised_pnl"),
        optionalInstant(rs, "opened_at").orElse(null),
        optionalInstant(rs, "updated_at").orElse(null),
        rs.getLong("version"));
  }
}
