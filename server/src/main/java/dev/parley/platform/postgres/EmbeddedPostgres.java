package dev.parley.platform.postgres;

import dev.parley.platform.settings.Secret;
import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own, for as long as this is open: durable ({@code fsync}, {@code
 * synchronous_commit} and {@code full_page_writes} are on), private (loopback only, one login with
 * a generated password, a directory nobody else may enter) and kept under one directory.
 *
 * <p>A server that a killed process left running is adopted if it runs these binaries with this
 * configuration, else ended and started anew; the log tells which. One that ends by itself while
 * this is open is started again on the same port and data. Whatever prevents a start is a {@link
 * StartupException}. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** How this start found its data. */
  public enum Origin {
    /** There was none: it was made. */
    CREATED,
    /** It was there and no server ran on it. */
    STARTED,
    /** A server was still running on it and goes on. */
    ADOPTED,
    /** A server was still running on it, could not be adopted, and was ended first. */
    RESTARTED
  }

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private final DirectoryLock lock;
  private final Postmaster postmaster;
  private final Supervisor supervisor;
  private final Credentials login;
  private final Origin origin;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedPostgres(
      DirectoryLock lock,
      Launcher launcher,
      Supervisor supervisor,
      Credentials login,
      Origin origin) {
    this.lock = lock;
    this.postmaster = launcher.postmaster();
    this.supervisor = supervisor;
    this.login = login;
    this.origin = origin;
  }

  /** Starts or adopts the server; it answers when this returns. */
  public static EmbeddedPostgres start(PostgresSettings settings) {
    return start(settings, Options.PRODUCTION);
  }

  static EmbeddedPostgres start(PostgresSettings settings, Options options) {
    Path home = settings.directory();
    try {
      Files.createDirectories(home);
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
      DirectoryLock lock = DirectoryLock.acquire(home);
      boolean started = false;
      try {
        EmbeddedPostgres postgres = start(settings, options, lock);
        started = true;
        return postgres;
      } finally {
        if (!started) {
          lock.close();
        }
      }
    } catch (IOException | UncheckedIOException unusable) {
      throw new StartupException("cannot use data directory '" + home + "': " + unusable, unusable);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted while starting PostgreSQL", interrupted);
    }
  }

  private static EmbeddedPostgres start(
      PostgresSettings settings, Options options, DirectoryLock lock)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Path home = settings.directory();
    Account account = Account.of(home, options.ways());
    Binaries binaries = Binaries.unpack(options.distributions().orElse(home));
    Programs programs = new Programs(binaries, account, home, settings.patience());
    boolean fresh = !Files.exists(home.resolve("data"));
    Credentials login = fresh ? Credentials.readOrMake(home) : credentials(home);
    Path data = Cluster.ensure(programs, login, options.initdb());
    Launcher launcher =
        new Launcher(new Postmaster(programs, data), settings, options.configuration(), data);

    Launcher.Launched launched = launcher.launch();
    PidFile process = launched.process();
    Origin origin = fresh ? Origin.CREATED : launched.origin();
    Ports.remember(home, process.port());
    if (options.distributions().isEmpty()) {
      binaries.deleteOthers();
    }
    EmbeddedPostgres postgres =
        new EmbeddedPostgres(
            lock, launcher, new Supervisor(launcher, settings.restarts(), process), login, origin);
    postgres.probe(settings.patience());
    postgres.supervisor.start();
    log.info(
        "PostgreSQL {} in {} ms: process {}, port {}, data in {}",
        origin.name().toLowerCase(Locale.ROOT),
        (System.nanoTime() - begun) / 1_000_000,
        process.pid(),
        process.port(),
        home);
    return postgres;
  }

  private static Credentials credentials(Path home) throws IOException {
    if (!Files.exists(home.resolve(Credentials.FILE))) {
      throw new StartupException(
          "the password of the embedded PostgreSQL is lost: put '"
              + home.resolve(Credentials.FILE)
              + "' back, or move '"
              + home
              + "' away to start with an empty database");
    }
    return Credentials.read(home);
  }

  /** Logs in: the password fits and, since it proves both sides, this is our server. */
  private void probe(Duration patience) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("user", username());
    properties.setProperty("password", password().reveal());
    properties.setProperty("loginTimeout", Long.toString(Math.max(1, patience.toSeconds())));
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), properties)) {
      connection.isValid(1);
    } catch (SQLException refused) {
      postmaster.stop();
      throw new StartupException(
          "cannot log in to the embedded PostgreSQL: " + refused.getMessage(), refused);
    }
  }

  public String jdbcUrl() {
    return jdbcUrl(Cluster.DATABASE);
  }

  /** The URL of another database of this server; the one login may create them. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  public String username() {
    return login.username();
  }

  public Secret password() {
    return login.password();
  }

  /** Stays the same for as long as this is open. */
  public int port() {
    return supervisor.process().port();
  }

  /** The server's process id; another one after it has been started again. */
  public long pid() {
    return supervisor.process().pid();
  }

  /**
   * Completes with the reason, one line, when the server ended by itself and could not be brought
   * back: it stays away until a new start.
   */
  public CompletionStage<String> givenUp() {
    return supervisor.givenUp();
  }

  public Origin origin() {
    return origin;
  }

  /** From here on its end is no surprise: to be called before pools are closed. */
  public void expectEnd() {
    try {
      supervisor.close();
    } catch (IOException failed) {
      log.warn("PostgreSQL could not be looked at", failed);
    }
  }

  /** Stops the server and frees its directory. Close every pool first. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    expectEnd();
    try (lock) {
      postmaster.stop();
      log.info("PostgreSQL stopped");
    } catch (IOException failed) {
      log.warn("PostgreSQL was not stopped as it should be", failed);
    }
  }
}
