package dev.parley.platform.tx;

import dev.parley.platform.db.Unavailable;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The only opener of Jdbi handles. A transaction stays on its thread, and a thread has at most one:
 * a second one inside the first would wait for a connection that the first one holds. Thread-safe.
 */
public final class Transactions {
  private static final Set<String> RETRYABLE = Set.of("40001", "40P01");
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
  private static final int ATTEMPTS = 6;

  private final Jdbi jdbi;
  private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

  /**
   * @param jdbi over a pool whose connections default to READ COMMITTED
   */
  public Transactions(Jdbi jdbi) {
    this.jdbi = Objects.requireNonNull(jdbi, "jdbi");
  }

  /**
   * Runs work in one READ COMMITTED transaction. A deadlock or serialization failure rolls back and
   * runs all of it again, up to six times with growing random pauses, so it must not act outside
   * the database. Any exception rolls back.
   *
   * @throws AppException UNAVAILABLE when the database is away, broke off or is overloaded, and
   *     nothing was done; OUTCOME_UNKNOWN if it broke off in the commit
   */
  public <R extends @Nullable Object> R write(Function<? super Handle, ? extends R> work) {
    return alone(() -> retrying(() -> once(work, ErrorCode.OUTCOME_UNKNOWN)));
  }

  /** Runs work in one REPEATABLE READ READ ONLY transaction: all of it sees one snapshot. */
  public <R extends @Nullable Object> R read(Function<? super Handle, ? extends R> work) {
    return alone(
        () ->
            retrying(
                () ->
                    once(
                        handle -> {
                          // Set here and not by the driver, which would change the session and pay
                          // a round trip before and after.
                          handle.execute(
                              "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
                          return work.apply(handle);
                        },
                        ErrorCode.UNAVAILABLE)));
  }

  /**
   * What the database cannot do now is no defect. If it broke down in a commit nobody knows whether
   * that took place; an Idempotency-Key, kept in the same transaction, makes a repeat do it once.
   *
   * @param inCommit what a breakdown is from the commit on
   */
  private <R extends @Nullable Object> R once(
      Function<? super Handle, ? extends R> work, ErrorCode inCommit) {
    AtomicReference<ErrorCode> code = new AtomicReference<>(ErrorCode.UNAVAILABLE);
    try (Handle handle = open()) {
      return handle.<R, RuntimeException>inTransaction(
          open -> {
            R result = work.apply(open);
            code.set(inCommit);
            return result;
          });
    } catch (RuntimeException failure) {
      if (failure instanceof AppException || !Unavailable.is(failure)) {
        throw failure;
      }
      throw new AppException(
          code.get(),
          "The database broke off; try again, a write with the same Idempotency-Key",
          failure);
    }
  }

  private Handle open() {
    try {
      return jdbi.open();
    } catch (ConnectionException e) {
      throw new AppException(
          ErrorCode.UNAVAILABLE, "The database has no connection free; try again", e);
    }
  }

  private <R extends @Nullable Object> R alone(Attempt<R> attempt) {
    if (inside.get() != null) {
      throw new IllegalStateException(
          "A transaction is open on this thread already; use its handle instead of a second one");
    }
    inside.set(true);
    try {
      return attempt.run();
    } finally {
      inside.remove();
    }
  }

  private static <R extends @Nullable Object> R retrying(Attempt<R> attempt) {
    for (int number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (RuntimeException failure) {
        if (!retryable(failure)) {
          throw failure;
        }
        if (number == ATTEMPTS || Thread.currentThread().isInterrupted()) {
          throw new AppException(
              ErrorCode.UNAVAILABLE, "Others change the same at the same time; try again", failure);
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(FIRST_PAUSE_NANOS << number));
      }
    }
  }

  private static boolean retryable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && RETRYABLE.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  private interface Attempt<R extends @Nullable Object> {
    R run();
  }
}
