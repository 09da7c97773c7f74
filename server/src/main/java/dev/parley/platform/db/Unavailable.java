package dev.parley.platform.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/**
 * Which failures say that the database cannot work now, though the same may succeed later: nothing
 * is wrong with the statement. By SQLSTATE, PostgreSQL's appendix A.
 */
public final class Unavailable {
  /**
   * 08 connection, 53 resources (disk, memory, connections), 57 an operator or a crash intervened,
   * a statement that took too long included, 58 a system error outside PostgreSQL.
   */
  private static final Set<String> CLASSES = Set.of("08", "53", "57", "58");

  /** The server ended a transaction that had been idle, or had lasted, for too long. */
  private static final Set<String> STATES = Set.of("25P03", "25P04");

  private Unavailable() {}

  /** Whether a failure, or what caused it, is of that kind. */
  public static boolean is(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || (cause instanceof SQLException sql && is(String.valueOf(sql.getSQLState())))) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(String state) {
    return STATES.contains(state)
        || (state.length() == 5 && CLASSES.contains(state.substring(0, 2)));
  }

  /** Whether a connection that was refused may be had soon: nobody there, starting, or full. */
  static boolean connecting(SQLException refused) {
    String state = String.valueOf(refused.getSQLState());
    return state.startsWith("08") || state.equals("57P03") || state.equals("53300");
  }
}
