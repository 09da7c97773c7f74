package dev.parley.platform.idempotency;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.IdempotencyKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The answers of committed commands, by (actor, operation, key). The row is written in the
 * command's own transaction, so there is an answer exactly when there was an effect; a failure
 * leaves nothing. Stateless, so thread-safe.
 */
public final class IdempotencyStore {
  private static final Duration TWIN_RETRY = Duration.ofSeconds(1);

  private final Clock clock;
  private final Duration retention;

  /**
   * @param retention for how long a repeat is answered from the first
   */
  public IdempotencyStore(Clock clock, Duration retention) {
    this.clock = clock;
    this.retention = retention;
  }

  /**
   * Reserves the key for this transaction. Its first two statements, in this order: a lock that is
   * tried and never waited for, then the look-up, with a snapshot of its own that is later than the
   * lock. A twin that committed in between is thereby seen.
   *
   * @return the answer of the first request as JSON, or empty when this one is the first
   * @throws AppException IDEMPOTENCY_IN_PROGRESS when a twin is running, IDEMPOTENCY_KEY_REUSED
   *     when the key came with another body before
   */
  public Optional<String> claim(Handle handle, String actor, IdempotencyKey key) {
    boolean locked =
        handle
            .createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
            .bind("lock", lockOf(actor, key))
            .mapTo(Boolean.class)
            .one();
    if (!locked) {
      throw new AppException(
              ErrorCode.IDEMPOTENCY_IN_PROGRESS,
              "A request with this Idempotency-Key is still running; try again")
          .retryAfter(TWIN_RETRY);
    }
    return find(handle, actor, key)
        .map(
            kept -> {
              if (!kept.bodyHash().equals(key.bodyHash())) {
                throw new AppException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was used for another request; take a new one");
              }
              return kept.answer();
            });
  }

  /** Stores the answer; an expired one under the same key makes way. */
  public void keep(Handle handle, String actor, IdempotencyKey key, UUID commandId, String answer) {
    handle
        .createUpdate(
            """
            INSERT INTO platform.idempotency
              (actor, operation, key, body_hash, answer, command_id, created_at)
            VALUES (:actor, :operation, :key, :bodyHash, :answer::json, :commandId, :now)
            ON CONFLICT (actor, operation, key) DO UPDATE
            SET body_hash = excluded.body_hash, answer = excluded.answer,
                command_id = excluded.command_id, created_at = excluded.created_at
            """)
        .bind("actor", actor)
        .bind("operation", key.operation())
        .bind("key", key.key())
        .bind("bodyHash", key.bodyHash())
        .bind("answer", answer)
        .bind("commandId", commandId)
        .bind("now", at(clock.instant()))
        .execute();
  }

  /** Deletes expired answers; returns how many. */
  public int reap(Handle handle) {
    return handle
        .createUpdate("DELETE FROM platform.idempotency WHERE created_at <= :cutoff")
        .bind("cutoff", at(clock.instant().minus(retention)))
        .execute();
  }

  private Optional<Kept> find(Handle handle, String actor, IdempotencyKey key) {
    return handle
        .createQuery(
            """
            SELECT body_hash, answer FROM platform.idempotency
            WHERE actor = :actor AND operation = :operation AND key = :key AND created_at > :cutoff
            """)
        .bind("actor", actor)
        .bind("operation", key.operation())
        .bind("key", key.key())
        .bind("cutoff", at(clock.instant().minus(retention)))
        .map(
            (ResultSet row, StatementContext context) ->
                new Kept(row.getString(1), row.getString(2)))
        .findOne();
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** 64 bits of a hash: two keys that share them would at worst be told to try again. */
  private static long lockOf(String actor, IdempotencyKey key) {
    String name = String.join("\0", "idempotency", actor, key.operation(), key.key());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private record Kept(String bodyHash, String answer) {}
}
