package dev.parley.users.store;

import dev.parley.platform.db.Columns;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.time.Ids;
import dev.parley.users.api.Account;
import dev.parley.users.api.AccountStatus;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.NewAccount;
import dev.parley.users.api.Role;
import dev.parley.users.api.UserDirectory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Accounts in {@code users.account}. Stateless, so thread-safe. */
public final class AccountStore implements UserDirectory {
  private static final String COLUMNS =
      "id, email, username, full_name, role, department, picture, status, created_at, updated_at,"
          + " version";

  private final Ids ids;

  public AccountStore(Ids ids) {
    this.ids = Objects.requireNonNull(ids, "ids");
  }

  @Override
  public Optional<Account> find(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM users.account WHERE id = :id")
        .bind("id", id)
        .map(AccountStore::map)
        .findOne();
  }

  @Override
  public Optional<Account> findByLogin(Handle handle, String login) {
    String column = login.contains("@") ? "email_key" : "username";
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM users.account WHERE " + column + " = :login")
        .bind("login", login.strip().toLowerCase(Locale.ROOT))
        .map(AccountStore::map)
        .findOne();
  }

  @Override
  public List<Account> changedSince(Handle handle, Instant since) {
    return handle
        .createQuery(
            "SELECT " + COLUMNS + " FROM users.account WHERE updated_at >= :since AND version > 1")
        .bind("since", since)
        .map(AccountStore::map)
        .list();
  }

  @Override
  public boolean isEmpty(Handle handle) {
    return handle
        .createQuery("SELECT NOT EXISTS (SELECT 1 FROM users.account)")
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public Account create(Handle handle, NewAccount account, Instant now) {
    // DO NOTHING waits for a concurrent twin and then sees it: no error that would spoil the
    // caller's transaction, and no window between looking and inserting.
    return handle
        .createQuery(
            "INSERT INTO users.account (id, email, email_key, username, full_name, role, status,"
                + " created_at, updated_at, version)"
                + " VALUES (:id, :email, :emailKey, :username, :fullName, :role, 'active',"
                + " :now, :now, 1)"
                + " ON CONFLICT DO NOTHING RETURNING "
                + COLUMNS)
        .bind("id", ids.next())
        .bind("email", account.email().text())
        .bind("emailKey", account.email().key())
        .bind("username", account.username())
        .bind("fullName", account.fullName())
        .bind("role", account.role().wire())
        .bind("now", now)
        .map(AccountStore::map)
        .findOne()
        .orElseThrow(
            () ->
                new AppException(
                    ErrorCode.USER_ALREADY_EXISTS,
                    "There is an account with this mail address or user name"));
  }

  @Override
  public Account show(Handle handle, Account account, String picture, Instant now) {
    if (picture.equals(account.picture())) {
      return account;
    }
    return handle
        .createQuery(
            "UPDATE users.account SET picture = :picture, updated_at = :now, version = version + 1"
                + " WHERE id = :id RETURNING "
                + COLUMNS)
        .bind("picture", picture)
        .bind("now", now)
        .bind("id", account.id())
        .map(AccountStore::map)
        .one();
  }

  private static Account map(ResultSet row, StatementContext context) throws SQLException {
    return new Account(
        Columns.uuid(row, "id"),
        new EmailAddress(row.getString("email")),
        row.getString("username"),
        row.getString("full_name"),
        Role.of(row.getString("role")),
        row.getString("department"),
        row.getString("picture"),
        AccountStatus.of(row.getString("status")),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"),
        row.getLong("version"));
  }
}
