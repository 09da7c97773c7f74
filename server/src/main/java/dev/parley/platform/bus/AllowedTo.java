package dev.parley.platform.bus;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may send a command or ask a query, where that is not just {@link Who#SIGNED_IN}. Scopes are
 * checked before (they stand in the specs) and ownership in the handler; this is the last line.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AllowedTo {
  Who[] value();

  /** Kinds of caller. */
  enum Who {
    /** A caller with a principal. */
    SIGNED_IN,
    /** The server's own workers. */
    SYSTEM,
    /** Everybody, credentials or not (login, market data of a public page). */
    ANYONE
  }
}
