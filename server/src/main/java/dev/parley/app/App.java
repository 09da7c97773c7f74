package dev.parley.app;

import dev.parley.auth.api.FirstAdmin;
import dev.parley.platform.error.AppException;
import dev.parley.platform.http.HttpServerUnit;
import dev.parley.platform.http.HttpSettings;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server process, from settings to an open port, and back. */
public final class App implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);

  private final HttpSettings httpSettings;
  private final Closing closing = new Closing();
  private final HttpServerUnit http;
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final Optional<Path> passwordFile;

  /** Starts a server with the real clock. */
  public static App start(Settings settings) {
    return start(settings, Clock.systemUTC());
  }

  /** Starts a server; when this returns it takes requests. */
  public static App start(Settings settings, Clock clock) {
    return new App(settings, clock);
  }

  private App(Settings settings, Clock clock) {
    this.httpSettings = HttpSettings.from(settings);
    boolean started = false;
    try {
      Composition parts = new Composition(settings, httpSettings, clock, closing, lost::complete);
      this.http = parts.serve();
      this.passwordFile = parts.firstAdmin().flatMap(FirstAdmin::passwordFile);
      started = true;
    } catch (AppException e) {
      throw new StartupException("what it needs failed while it started: " + e.detail(), e);
    } finally {
      if (!started) {
        close();
      }
    }
    LOG.atInfo().addKeyValue("settings", settings.effective()).log("started");
    if (!settings.unread().isEmpty()) {
      LOG.warn(
          "Settings that nothing reads, most likely misspelt: {}",
          String.join(", ", settings.unread()));
    }
  }

  /** Where clients find the server. */
  public String url() {
    return "http://" + httpSettings.host() + ":" + http.port();
  }

  public int port() {
    return http.port();
  }

  /** Where the data lives. */
  public Path dataDirectory() {
    return httpSettings.data().toAbsolutePath().normalize();
  }

  /** The file with the first admin's generated password, if it was there at the start. */
  public Optional<Path> adminPasswordFile() {
    return passwordFile;
  }

  /**
   * Completes with the reason, one line, when the server can do nothing more than be started anew;
   * until it is closed it answers 503.
   */
  public CompletionStage<String> lost() {
    return lost;
  }

  /** Stops taking requests, finishes those in progress, then closes everything in reverse. */
  @Override
  public void close() {
    if (http != null) {
      http.refuse();
    }
    closing.close();
  }
}
