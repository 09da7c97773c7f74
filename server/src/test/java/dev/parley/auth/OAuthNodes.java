package dev.parley.auth;

import dev.parley.testing.TestDatabase;
import dev.parley.testing.TestServer;
import java.time.Clock;
import java.util.Map;

/** Two servers of one database, and people on them. */
record OAuthNodes(TestDatabase database, TestServer server, TestServer other, OAuthPeople people)
    implements AutoCloseable {
  private static final Map<String, String> SETTINGS = Map.of("AUTH_KEY_SECRET", "k".repeat(40));

  static OAuthNodes start() {
    TestDatabase database = TestDatabase.fresh();
    TestServer server = TestServer.start(database, SETTINGS, Clock.systemUTC());
    TestServer other = TestServer.start(database, SETTINGS, Clock.systemUTC());
    return new OAuthNodes(database, server, other, new OAuthPeople(server, database));
  }

  @Override
  public void close() {
    other.close();
    server.close();
  }
}
