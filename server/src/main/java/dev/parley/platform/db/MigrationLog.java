package dev.parley.platform.db;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Flyway says, one level quieter: {@link Migrations} reports what was done, Flyway's own
 * account is for debugging. Public, with a constructor without parameters, because Flyway makes it.
 */
public final class MigrationLog implements LogCreator {
  @Override
  public Log createLogger(Class<?> type) {
    return new Quiet(LoggerFactory.getLogger(type));
  }

  private record Quiet(Logger log) implements Log {
    @Override
    @SuppressWarnings("deprecation") // deprecated there, and still to be implemented
    public boolean isDebugEnabled() {
      return log.isTraceEnabled();
    }

    @Override
    public void debug(String message) {
      log.trace("{}", message);
    }

    @Override
    public void info(String message) {
      log.debug("{}", message);
    }

    @Override
    public void notice(String message) {
      log.debug("{}", message);
    }

    @Override
    public void warn(String message) {
      if (message.startsWith("DB: ")) {
        // A notice of the database, such as of IF NOT EXISTS at work.
        log.debug("{}", message);
      } else {
        log.warn("{}", message);
      }
    }

    @Override
    public void error(String message) {
      log.error("{}", message);
    }

    @Override
    public void error(String message, Exception exception) {
      log.error("{}", message, exception);
    }
  }
}
