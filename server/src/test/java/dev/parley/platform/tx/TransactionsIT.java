package dev.parley.platform.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.db.Types;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

class TransactionsIT {
  private final BrokenSource source = new BrokenSource(TestDatabase.fresh().dataSource());
  private final Transactions transactions = new Transactions(Types.jdbi(source));

  @Test
  void saysUnavailableWhereTheDatabaseBrokeOff() {
    // 57P01, as at a shutdown; 57014, a statement that takes too long; 53300; 08006.
    for (String statement :
        List.of(
            "SELECT pg_terminate_backend(pg_backend_pid())",
            "SET LOCAL statement_timeout = 1; SELECT pg_sleep(10)",
            "DO $$ BEGIN RAISE 'full' USING ERRCODE = '53300'; END $$",
            "DO $$ BEGIN RAISE 'gone' USING ERRCODE = '08006'; END $$")) {
      assertUnavailable(() -> transactions.write(handle -> handle.execute(statement)));
      assertUnavailable(() -> transactions.read(handle -> handle.execute(statement)));
    }
    source.away = true;
    assertUnavailable(() -> transactions.read(handle -> handle.execute("SELECT 1")));
    source.away = false;
    assertThat(transactions.<Integer>read(handle -> handle.execute("SELECT 1"))).isNotNull();
  }

  @Test
  void neverTakesALostAnswerToACommitForASuccess() {
    transactions.write(handle -> handle.execute("CREATE TABLE t (n int)"));
    source.deafAfterCommit = true;
    assertCode(
        ErrorCode.OUTCOME_UNKNOWN,
        () -> transactions.write(handle -> handle.execute("INSERT INTO t VALUES (1)")));
    assertUnavailable(() -> transactions.read(handle -> handle.execute("SELECT 1")));
    source.deafAfterCommit = false;

    long rows =
        transactions.read(
            handle -> handle.createQuery("SELECT count(*) FROM t").mapTo(Long.class).one());
    assertThat(rows).isEqualTo(1); // once: what may have been committed is not tried again
  }

  @Test
  void triesADeadlockAgainAndSaysUnavailableInTheEnd() {
    AtomicInteger attempts = new AtomicInteger();
    String deadlock = "DO $$ BEGIN RAISE 'deadlock' USING ERRCODE = '40P01'; END $$";
    assertUnavailable(
        () ->
            transactions.write(
                handle -> {
                  attempts.incrementAndGet();
                  return handle.execute(deadlock);
                }));
    assertThat(attempts).hasValue(6);
    assertThat(
            transactions.<Integer>write(
                handle ->
                    attempts.incrementAndGet() < 9
                        ? handle.execute(deadlock)
                        : handle.execute("SELECT 1")))
        .isNotNull();
  }

  @Test
  void letsADefectBeOne() {
    assertThatThrownBy(() -> transactions.write(handle -> handle.execute("SELECT 1 / 0")))
        .isInstanceOf(UnableToExecuteStatementException.class);
    AppException refusal = new AppException(ErrorCode.CONFLICT, "no");
    assertThatThrownBy(
            () ->
                transactions.write(
                    handle -> {
                      throw refusal;
                    }))
        .isSameAs(refusal);
  }

  private static void assertUnavailable(Runnable work) {
    assertCode(ErrorCode.UNAVAILABLE, work);
  }

  private static void assertCode(ErrorCode code, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(AppException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
