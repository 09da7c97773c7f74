package dev.parley.auth.store;

import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.store.SessionStore.Revoked;
import dev.parley.platform.db.Columns;
import dev.parley.platform.page.Filter;
import dev.parley.platform.page.Keyset;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** API keys in {@code auth.api_key}. Stateless, so thread-safe. */
public final class ApiKeyStore {
  private static final String ACTIVE =
      "expires_at > :now AND (revoked_at IS NULL OR revoked_at > :now)";

  public void insert(Handle handle, ApiKey key, String secretHash) {
    handle
        .createUpdate(
            "INSERT INTO auth.api_key"
                + " (id, user_id, name, hint, secret_hash, scopes, created_at, expires_at)"
                + " VALUES (:id, :user, :name, :hint, :hash, :scopes, :created, :expires)")
        .bind("id", key.id())
        .bind("user", key.userId())
        .bind("name", key.name())
        .bind("hint", key.hint())
        .bind("hash", secretHash)
        .bind("scopes", String.join(" ", key.scopes()))
        .bind("created", key.createdAt())
        .bind("expires", key.expiresAt())
        .execute();
  }

  /**
   * How many active keys a user has. Whoever makes one counts them one after the other: the lock
   * lasts until the transaction ends.
   */
  public long lockAndCountActive(Handle handle, UUID userId, Instant now) {
    lockAll(handle, userId);
    return handle
        .createQuery("SELECT count(*) FROM auth.api_key WHERE user_id = :user AND " + ACTIVE)
        .bind("user", userId)
        .bind("now", now)
        .mapTo(Long.class)
        .one();
  }

  public Optional<ApiKey> find(Handle handle, UUID id) {
    return one(handle, "id = :value", id);
  }

  /** As {@link #find}; two who would end it do so one after the other. */
  public Optional<ApiKey> lock(Handle handle, UUID id) {
    return one(handle, "id = :value FOR UPDATE", id);
  }

  public Optional<ApiKey> findBySecret(Handle handle, String secretHash) {
    return one(handle, "secret_hash = :value", secretHash);
  }

  private static Optional<ApiKey> one(Handle handle, String condition, Object value) {
    return handle
        .createQuery("SELECT * FROM auth.api_key WHERE " + condition)
        .bind("value", value)
        .map(ApiKeyStore::map)
        .findOne();
  }

  /**
   * @param at now, or later
   * @param replacedBy the key in its place, if there is one
   */
  public void revoke(Handle handle, UUID id, Instant at, @Nullable UUID replacedBy) {
    handle
        .createUpdate(
            "UPDATE auth.api_key SET revoked_at = :at, replaced_by = CAST(:by AS uuid)"
                + " WHERE id = :id")
        .bind("at", at)
        .bind("by", replacedBy)
        .bind("id", id)
        .execute();
  }

  /** Ends all of a user's keys that still work, none of which is being made meanwhile. */
  public List<UUID> revokeAll(Handle handle, UUID userId, Instant now) {
    lockAll(handle, userId);
    return handle
        .createQuery(
            "UPDATE auth.api_key SET revoked_at = :now WHERE user_id = :user AND "
                + ACTIVE
                + " RETURNING id")
        .bind("now", now)
        .bind("user", userId)
        .mapTo(UUID.class)
        .list();
  }

  /**
   * What was revoked at that time or later. A time that is ahead counts when it has come; one that
   * nobody set ahead counts at once, whatever the clocks of two nodes say.
   */
  public List<Revoked> revokedSince(Handle handle, Instant since, Instant now) {
    return handle
        .createQuery(
            "SELECT id, revoked_at FROM auth.api_key WHERE revoked_at >= :since"
                + " AND (revoked_at <= :now OR replaced_by IS NULL)")
        .bind("since", since)
        .bind("now", now)
        .map(
            (row, context) ->
                new Revoked(Columns.uuid(row, "id"), Columns.instant(row, "revoked_at")))
        .list();
  }

  public Page<ApiKey> page(
      Handle handle,
      UUID userId,
      Optional<ApiKey.Status> status,
      PageRequest request,
      Instant now) {
    Filter filter = new Filter("auth.api_key").and("user_id = :user", "user", userId);
    status.ifPresent(wanted -> filter.now(condition(wanted), "now", now));
    return new Keyset("created_at", true)
        .page(
            handle,
            filter,
            request,
            ApiKeyStore::map,
            key -> new Keyset.Key(key.createdAt(), key.id()));
  }

  private static void lockAll(Handle handle, UUID userId) {
    handle.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", "api-keys:" + userId);
  }

  private static String condition(ApiKey.Status status) {
    return switch (status) {
      case ACTIVE -> ACTIVE;
      case REVOKED -> "revoked_at <= :now AND revoked_at <= expires_at";
      case EXPIRED -> "expires_at <= :now AND (revoked_at IS NULL OR revoked_at > expires_at)";
    };
  }

  /** Notes uses, none of which takes back a later one. */
  public void used(Handle handle, Map<UUID, Instant> uses) {
    try (var batch =
        handle.prepareBatch(
            "UPDATE auth.api_key SET last_used_at = GREATEST(last_used_at, :at) WHERE id = :id")) {
      uses.forEach((id, at) -> batch.bind("id", id).bind("at", at).add());
      batch.execute();
    }
  }

  /** Removes keys that ended before that. */
  public int removeEndedBefore(Handle handle, Instant before, int limit) {
    return handle
        .createUpdate(
            "DELETE FROM auth.api_key WHERE id IN (SELECT id FROM auth.api_key"
                + " WHERE LEAST(expires_at, revoked_at) < :before LIMIT :limit)")
        .bind("before", before)
        .bind("limit", limit)
        .execute();
  }

  private static ApiKey map(ResultSet row, StatementContext context) throws SQLException {
    return new ApiKey(
        Columns.uuid(row, "id"),
        Columns.uuid(row, "user_id"),
        row.getString("name"),
        row.getString("hint"),
        new TreeSet<>(List.of(row.getString("scopes").split(" "))),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "expires_at"),
        Columns.optionalInstant(row, "revoked_at").orElse(null),
        row.getObject("replaced_by", UUID.class),
        Columns.optionalInstant(row, "last_used_at").orElse(null));
  }
}
