package dev.parley.platform.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/** How Java values and PostgreSQL's become one another, the same in every handle. */
public final class Types {
  private Types() {}

  /**
   * A Jdbi that binds {@link Instant} as {@code timestamptz} cut to its microseconds, {@link Jsonb}
   * as {@code jsonb} and lists of text, UUIDs and longs as arrays. The message of a statement that
   * failed has none of its arguments: they may be hashes and logins, and messages are logged.
   */
  public static Jdbi jdbi(DataSource dataSource) {
    Jdbi jdbi = Jdbi.create(dataSource);
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(Types::message);
    return jdbi.registerArgument(new InstantArguments())
        .registerArgument(new JsonbArguments())
        .registerColumnMapper(Instant.class, new InstantMapper())
        .registerArrayType(String.class, "text")
        .registerArrayType(UUID.class, "uuid")
        .registerArrayType(Long.class, "bigint");
  }

  /** What a log may show of a statement that failed: its text, and none of its arguments. */
  private static String message(StatementException failed) {
    StatementContext context = failed.getStatementContext();
    String sql = context == null ? null : context.getRawSql();
    return failed.getShortMessage() + (sql == null ? "" : " [" + sql + "]");
  }

  private static final class InstantArguments extends AbstractArgumentFactory<Instant> {
    InstantArguments() {
      super(java.sql.Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    protected Argument build(Instant value, ConfigRegistry config) {
      // Cut, not rounded as the driver would: what is read back is never later than what was.
      OffsetDateTime time = value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
      return (position, statement, context) -> statement.setObject(position, time);
    }
  }

  private static final class JsonbArguments extends AbstractArgumentFactory<Jsonb> {
    JsonbArguments() {
      super(java.sql.Types.OTHER);
    }

    @Override
    protected Argument build(Jsonb value, ConfigRegistry config) {
      return (position, statement, context) ->
          statement.setObject(position, value.text(), java.sql.Types.OTHER);
    }
  }

  private static final class InstantMapper implements ColumnMapper<@Nullable Instant> {
    @Override
    public @Nullable Instant map(ResultSet rs, int column, StatementContext context)
        throws SQLException {
      OffsetDateTime time = rs.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    }
  }
}
