package dev.parley.broker.store;

import static dev.parley.platform.db.Columns.constant;
import static dev.parley.platform.db.Columns.decimal;
import static dev.parley.platform.db.Columns.instant;
import static dev.parley.platform.db.Columns.text;
import static dev.parley.platform.db.Columns.uuid;

import dev.parley.broker.api.FillSource;
import dev.parley.broker.api.ListExecutions;
import dev.parley.broker.api.Side;
import dev.parley.broker.domain.Execution;
import dev.parley.platform.page.Filter;
import dev.parley.platform.page.Keyset;
import dev.parley.platform.page.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code broker.execution}; rows are never changed. Stateless. */
public final class ExecutionStore {
  public void insert(Handle handle, Collection<Execution> executions) {
    if (executions.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            INSERT INTO broker.execution (id, account_id, user_id, order_id, symbol, side,
              quantity, price, realised_pnl, source, tape_loop, tape_line, source_time, executed_at)
            VALUES (:id, :accountId, :userId, :orderId, :symbol, :side,
              :quantity, :price, :realisedPnl, :source, :loop, :line, :sourceTime, :executedAt)
            """);
    for (Execution execution : executions) {
      batch
          .bind("id", execution.id())
          .bind("accountId", execution.accountId())
          .bind("userId", execution.userId())
          .bind("orderId", execution.orderId())
          .bind("symbol", execution.symbol())
          .bind("side", Rows.text(execution.side()))
          .bind("quantity", execution.quantity())
          .bind("price", execution.price())
          .bind("realisedPnl", execution.realisedPnl())
          .bind("source", Rows.text(execution.source()))
          .bind("loop", execution.place().loop())
          .bind("line", execution.place().line())
          .bind("sourceTime", execution.sourceTime())
          .bind("executedAt", execution.executedAt())
          .add();
    }
    batch.execute();
  }

  public Page<Execution> page(Handle handle, UUID userId, ListExecutions query) {
    Filter filter =
        new Filter("broker.execution")
            .and("user_id = :userId", "userId", userId)
            .and("symbol = :symbol", "symbol", query.symbol())
            .and("order_id = :orderId", "orderId", query.orderId())
            .and("executed_at >= :from", "from", query.from())
            .and("executed_at < :to", "to", query.to());
    return new Keyset("executed_at", query.newestFirst())
        .page(
            handle,
            filter,
            query.page(),
            ExecutionStore::map,
            row -> new Keyset.Key(row.executedAt(), row.id()));
  }

  private static Execution map(ResultSet rs, StatementContext context) throws SQLException {
    return new Execution(
        uuid(rs, "id"),
        uuid(rs, "account_id"),
        uuid(rs, "user_id"),
        uuid(rs, "order_id"),
        text(rs, "symbol"),
        constant(rs, "side", Side.class),
        decimal(rs, "quantity"),
        decimal(rs, "price"),
        decimal(rs, "realised_pnl"),
        constant(rs, "source", FillSource.class),
        Rows.tape(rs),
        instant(rs, "source_time"),
        instant(rs, "executed_at"));
  }
}
