package dev.parley.platform.outbox;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens a connection that is nobody else's, for listening; not one of the pool's. */
@FunctionalInterface
public interface SignalSource {
  Connection connect() throws SQLException;
}
