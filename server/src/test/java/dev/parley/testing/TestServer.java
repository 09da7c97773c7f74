package dev.parley.testing;

import dev.parley.app.App;
import dev.parley.platform.settings.Settings;
import io.restassured.RestAssured;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * A whole server in the test's process: real HTTP and WebSocket on a free port, a database of its
 * own. Rate limits are raised and password hashes cheap unless a test sets them.
 */
public final class TestServer implements AutoCloseable {
  /** The password of the first admin. */
  public static final String ADMIN_PASSWORD = "correct horse battery staple";

  static {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  private final App app;

  private TestServer(App app) {
    this.app = app;
  }

  /** Starts a server over a new database, all modules enabled. */
  public static TestServer start() {
    return start(Map.of());
  }

  /** As {@link #start()}, with these settings besides. */
  public static TestServer start(Map<String, String> settings) {
    return start(TestDatabase.fresh(), settings, Clock.systemUTC());
  }

  /** Starts a server over a database that others may use too. */
  public static TestServer start(TestDatabase database, Map<String, String> settings, Clock clock) {
    Map<String, String> all = new HashMap<>(database.settings());
    all.put("DATA_DIR", temporary().toString());
    all.putAll(settings);
    return alone(all, clock);
  }

  /** Starts a server on nothing but these settings, so that they must say where its data is. */
  public static TestServer alone(Map<String, String> settings, Clock clock) {
    Map<String, String> all = new HashMap<>();
    all.put("PORT", "0");
    all.put("PARLEY_ADMIN_PASSWORD", ADMIN_PASSWORD);
    for (String rate :
        new String[] {"TRADE", "QUERY", "LOGIN", "LOGIN_ADDRESS", "REFUSED", "FRAME"}) {
      all.put("RATE_LIMIT_" + rate, "1000000");
    }
    all.put("AUTH_LOGIN_FREE_ATTEMPTS", "1000000");
    all.put("AUTH_ARGON2_MEMORY", "256");
    all.putAll(settings);
    return new TestServer(App.start(Settings.of(all), clock));
  }

  public int port() {
    return app.port();
  }

  public String url() {
    return app.url();
  }

  /** A REST Assured request to this server. */
  public RequestSpecification request() {
    return RestAssured.given(
        new RequestSpecBuilder().setBaseUri(url()).setUrlEncodingEnabled(false).build());
  }

  @Override
  public void close() {
    app.close();
  }

  private static Path temporary() {
    try {
      Path directory = Files.createTempDirectory("parley-test");
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
