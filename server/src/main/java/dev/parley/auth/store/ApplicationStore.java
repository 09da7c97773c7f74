package dev.parley.auth.store;

import dev.parley.auth.api.FindClient.Client;
import dev.parley.auth.domain.Application;
import dev.parley.platform.db.Columns;
import dev.parley.platform.page.Filter;
import dev.parley.platform.page.Keyset;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Registered applications in {@code auth.application}. Stateless, so thread-safe. */
public final class ApplicationStore {
  private static final String SELECT = "SELECT * FROM auth.application";
  private static final Keyset NEWEST_FIRST = new Keyset("created_at", true);

  public void insert(Handle handle, Application application, String secretHash) {
    handle
        .createUpdate(
            "INSERT INTO auth.application"
                + " (id, owner_id, name, scopes, secret_hash, created_at, secret_at, version)"
                + " VALUES (:id, :owner, :name, :scopes, :hash, :created, :secretAt, :version)")
        .bind("id", application.id())
        .bind("owner", application.ownerId())
        .bind("name", application.name())
        .bind("scopes", String.join(" ", new TreeSet<>(application.scopes())))
        .bind("hash", secretHash)
        .bind("created", application.createdAt())
        .bind("secretAt", application.secretAt())
        .bind("version", application.version())
        .execute();
  }

  public Optional<Application> find(Handle handle, UUID id) {
    return one(handle, id, "");
  }

  /** Held until the end of the transaction, so that no token is given meanwhile. */
  public Optional<Application> lock(Handle handle, UUID id) {
    return one(handle, id, " FOR UPDATE");
  }

  /** Held too, but beside others who give tokens. */
  public Optional<Application> share(Handle handle, UUID id) {
    return one(handle, id, " FOR SHARE");
  }

  public Optional<Client> client(Handle handle, UUID id) {
    return handle
        .createQuery(SELECT + " WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> new Client(map(row, context), row.getString("secret_hash")))
        .findOne();
  }

  public void replaceSecret(Handle handle, Application application, String secretHash) {
    handle
        .createUpdate(
            "UPDATE auth.application SET secret_hash = :hash, secret_at = :at, version = :version"
                + " WHERE id = :id")
        .bind("hash", secretHash)
        .bind("at", application.secretAt())
        .bind("version", application.version())
        .bind("id", application.id())
        .execute();
  }

  public void delete(Handle handle, UUID id) {
    handle.createUpdate("DELETE FROM auth.application WHERE id = :id").bind("id", id).execute();
  }

  /**
   * How many there are of one owner. Whoever registers one counts them one after the other: the
   * lock lasts until the transaction ends.
   */
  public long lockAndCount(Handle handle, UUID ownerId) {
    lockAll(handle, ownerId);
    return owned(ownerId).count(handle);
  }

  /**
   * Deletes all of an owner, none of which is being registered meanwhile. Sessions that one of them
   * is about to open are there, to be ended, when this returns.
   */
  public void deleteAll(Handle handle, UUID ownerId) {
    lockAll(handle, ownerId);
    handle
        .createUpdate("DELETE FROM auth.application WHERE owner_id = :owner")
        .bind("owner", ownerId)
        .execute();
  }

  private static void lockAll(Handle handle, UUID ownerId) {
    handle.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "applications:" + ownerId);
  }

  /** Those of one owner, the newest first. */
  public Page<Application> page(Handle handle, UUID ownerId, PageRequest request) {
    return NEWEST_FIRST.page(
        handle,
        owned(ownerId),
        request,
        ApplicationStore::map,
        application -> new Keyset.Key(application.createdAt(), application.id()));
  }

  private static Filter owned(UUID ownerId) {
    return new Filter("auth.application").and("owner_id = :owner", "owner", ownerId);
  }

  private static Optional<Application> one(Handle handle, UUID id, String lock) {
    return handle
        .createQuery(SELECT + " WHERE id = :id" + lock)
        .bind("id", id)
        .map(ApplicationStore::map)
        .findOne();
  }

  private static Application map(ResultSet row, StatementContext context) throws SQLException {
    return new Application(
        Columns.uuid(row, "id"),
        Columns.uuid(row, "owner_id"),
        Columns.text(row, "name"),
        Set.of(Columns.text(row, "scopes").split(" ")),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "secret_at"),
        row.getLong("version"));
  }
}
