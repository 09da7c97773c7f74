package dev.parley.broker.store;

import static dev.parley.platform.db.Columns.decimal;
import static dev.parley.platform.db.Columns.instant;
import static dev.parley.platform.db.Columns.text;
import static dev.parley.platform.db.Columns.uuid;

import dev.parley.broker.api.Environment;
import dev.parley.broker.domain.Account;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The table {@code broker.account}. The lock of an account's row stands for all that belongs to the
 * account; whoever locks several does so in order of their ids, so no two wait for each other.
 * Stateless.
 */
public final class AccountStore {
  /** Inserts unless the user has such an account already, perhaps made this very moment. */
  public void open(Handle handle, Account account, String broker, Environment environment) {
    handle
        .createUpdate(
            """
            INSERT INTO broker.account (id, user_id, broker, environment, currency, starting_cash,
              cash, reserved, realised_pnl, max_order_quantity, created_at, updated_at, version)
            VALUES (:id, :userId, :broker, :environment, :currency, :startingCash,
              :cash, :reserved, :realisedPnl, :maxOrderQuantity, :createdAt, :updatedAt, :version)
            ON CONFLICT (user_id, broker, environment) DO NOTHING
            """)
        .bind("id", account.id())
        .bind("userId", account.userId())
        .bind("broker", broker)
        .bind("environment", Rows.text(environment))
        .bind("currency", account.currency())
        .bind("startingCash", account.startingCash())
        .bind("cash", account.cash())
        .bind("reserved", account.reserved())
        .bind("realisedPnl", account.realisedPnl())
        .bind("maxOrderQuantity", account.maxOrderQuantity())
        .bind("createdAt", account.createdAt())
        .bind("updatedAt", account.updatedAt())
        .bind("version", account.version())
        .execute();
  }

  /** The user's account, without a lock: for reading. */
  public Optional<Account> ofUser(Handle handle, UUID userId) {
    return handle
        .createQuery("SELECT * FROM broker.account WHERE user_id = :userId")
        .bind("userId", userId)
        .map(AccountStore::map)
        .findOne();
  }

  /** The user's account, locked until the transaction ends. */
  public Optional<Account> lockOfUser(Handle handle, UUID userId) {
    return handle
        .createQuery("SELECT * FROM broker.account WHERE user_id = :userId FOR UPDATE")
        .bind("userId", userId)
        .map(AccountStore::map)
        .findOne();
  }

  /** The accounts that have active orders within reach, locked, in order of their ids. */
  public List<Account> lockWithin(Handle handle, Reach reach) {
    List<UUID> ids =
        handle
            .createQuery(
                """
                SELECT DISTINCT account_id FROM broker.orders
                WHERE symbol = :symbol AND status IN ('open', 'partially_filled')
                  AND (expires_at < :until OR (CAST(:lowest AS numeric) IS NOT NULL AND
                    (limit_price IS NULL OR time_in_force IN ('ioc', 'fok')
                      OR (side = 'buy' AND limit_price >= CAST(:lowest AS numeric))
                      OR (side = 'sell' AND limit_price <= CAST(:highest AS numeric)))))
                """)
            .bind("symbol", reach.symbol())
            .bind("until", reach.until())
            .bind("lowest", reach.lowest())
            .bind("highest", reach.highest())
            .mapTo(UUID.class)
            .list();
    return ids.isEmpty() ? List.of() : lock(handle, ids);
  }

  private static List<Account> lock(Handle handle, Collection<UUID> ids) {
    return handle
        .createQuery("SELECT * FROM broker.account WHERE id = ANY(:ids) ORDER BY id FOR UPDATE")
        .bindArray("ids", UUID.class, ids.toArray())
        .map(AccountStore::map)
        .list();
  }

  public void update(Handle handle, Account account) {
    handle
        .createUpdate(
            """
            UPDATE broker.account
            SET cash = :cash, reserved = :reserved, realised_pnl = :realisedPnl,
              updated_at = :updatedAt, version = :version
            WHERE id = :id
            """)
        .bind("id", account.id())
        .bind("cash", account.cash())
        .bind("reserved", account.reserved())
        .bind("realisedPnl", account.realisedPnl())
        .bind("updatedAt", account.updatedAt())
        .bind("version", account.version())
        .execute();
  }

  private static Account map(ResultSet rs, StatementContext context) throws SQLException {
    return new Account(
        uuid(rs, "id"),
        uuid(rs, "user_id"),
        text(rs, "currency"),
        decimal(rs, "starting_cash"),
        decimal(rs, "cash"),
        decimal(rs, "reserved"),
        decimal(rs, "realised_pnl"),
        decimal(rs, "max_order_quantity"),
        instant(rs, "created_at"),
        instant(rs, "updated_at"),
        rs.getLong("version"));
  }
}
