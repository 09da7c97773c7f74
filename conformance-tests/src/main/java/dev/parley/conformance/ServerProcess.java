package dev.parley.conformance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * The packaged server, run as a process of its own with the Java that runs this one, on a free port
 * of the loopback address. System property {@code parley.jar} tells where the jar is.
 *
 * <p>Without other settings it has a new data directory, that goes away with it, rate limits too
 * high to notice, and the first admin's password {@link #ADMIN_PASSWORD}. Of this process's
 * environment it sees nothing but the paths of programs and of the home directory. Thread-safe.
 */
public final class ServerProcess implements AutoCloseable {
  /** The password of the first admin, to be changed at the first login. */
  public static final String ADMIN_PASSWORD = "correct horse battery staple";

  private static final String READY = "Parley is listening on ";
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration STOPPING = Duration.ofSeconds(30);

  private static final AtomicInteger STARTED = new AtomicInteger();
  private static final List<Path> LOGS = new CopyOnWriteArrayList<>();

  private final Process process;
  private final Path home;
  private final boolean ours;
  private final Path data;
  private final Log log;
  private final URI url;

  /** The files of what a process wrote. */
  private record Log(Path out, Path err) {
    String text() {
      return ServerProcess.text(out) + ServerProcess.text(err);
    }
  }

  private ServerProcess(Process process, Path home, boolean ours, Path data, Log log, URI url) {
    this.process = process;
    this.home = home;
    this.ours = ours;
    this.data = data;
    this.log = log;
    this.url = url;
  }

  /** Starts a server with these settings besides; it takes requests when this returns. */
  public static ServerProcess start(Map<String, String> settings) {
    return start(settings, Optional.empty());
  }

  /**
   * The same with resources that take the place of those in the jar, as a class path does it.
   *
   * @param overlay a directory of them
   */
  public static ServerProcess start(Map<String, String> settings, Optional<Path> overlay) {
    Path home = temporary();
    Map<String, String> all = settings(home, settings);
    Path data = Path.of(all.get("DATA_DIR"));
    Log log = log(home);
    Process process = launch(home, all, log, overlay);
    try {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < deadline && process.isAlive()) {
        for (String line : text(log.out()).lines().toList()) {
          if (line.startsWith(READY)) {
            URI url = URI.create(line.substring(READY.length()).strip());
            ServerSecrets.ofData(data);
            boolean ours = !settings.containsKey("DATA_DIR");
            return new ServerProcess(process, home, ours, data, log, url);
          }
        }
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String state = process.isAlive() ? "did not get ready" : "ended with " + process.exitValue();
    end(process, STOPPING);
    throw new IllegalStateException("The server " + state + ":\n" + log.text());
  }

  /** How a start that was to fail ended. */
  public record Failure(int exitCode, String out, String err) {}

  /** Starts a server that cannot start, and waits for its end. */
  public static Failure fail(Map<String, String> settings) {
    Path home = temporary();
    Log log = log(home);
    Process process = launch(home, settings(home, settings), log, Optional.empty());
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("The server started or hangs, it was to fail");
      }
      return new Failure(process.exitValue(), text(log.out()), text(log.err()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      end(process, STOPPING);
      delete(home);
    }
  }

  private static Map<String, String> settings(Path home, Map<String, String> settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("PORT", "0");
    all.put("DATA_DIR", home.resolve("data").toString());
    all.put("PARLEY_ADMIN_PASSWORD", ADMIN_PASSWORD);
    all.put("AUTH_LOGIN_FREE_ATTEMPTS", "1000000");
    for (String rate : List.of("TRADE", "QUERY", "LOGIN", "LOGIN_ADDRESS", "REFUSED", "FRAME")) {
      all.put("RATE_LIMIT_" + rate, "1000000");
    }
    all.putAll(settings);
    return all;
  }

  /** Beside its data, or where system property {@code parley.logs} says, to be kept. */
  private static Log log(Path home) {
    String kept = System.getProperty("parley.logs", "");
    Path folder = kept.isEmpty() ? home : Path.of(kept);
    int number = STARTED.incrementAndGet();
    Log log =
        new Log(
            folder.resolve("server-%03d.out".formatted(number)),
            folder.resolve("server-%03d.err".formatted(number)));
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!kept.isEmpty()) {
      LOGS.addAll(List.of(log.out(), log.err()));
    }
    return log;
  }

  /** What all servers of this process wrote so far, where that is kept. */
  public static List<Path> logs() {
    return List.copyOf(LOGS);
  }

  private static Process launch(
      Path home, Map<String, String> settings, Log log, Optional<Path> overlay) {
    ServerSecrets.ofSettings(settings);
    List<String> arguments = new ArrayList<>();
    arguments.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    arguments.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    Path jar =
        Path.of(System.getProperty("parley.jar", "server/target/parley.jar"))
            .toAbsolutePath()
            .normalize();
    if (overlay.isPresent()) {
      String classPath = overlay.get() + File.pathSeparator + jar;
      arguments.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, main(jar)));
    } else {
      arguments.addAll(List.of("-jar", jar.toString()));
    }
    ProcessBuilder command = new ProcessBuilder(arguments);
    command.directory(home.toFile());
    command.redirectOutput(log.out().toFile());
    command.redirectError(log.err().toFile());
    command.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "TMPDIR", "USER"));
    command.environment().putAll(settings);
    try {
      Process process = command.start();
      // Whoever ends this process does not leave a server behind.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String main(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens, without a slash at the end. */
  public URI url() {
    return url;
  }

  /** What another server needs to share this one's embedded database and the keys in it. */
  public Map<String, String> shared() {
    Path postgres = data.resolve("postgres");
    String password = text(postgres.resolve("password")).strip();
    return Map.of(
        "DATABASE_URL",
        "postgres://parley:%s@127.0.0.1:%s/parley"
            .formatted(
                URLEncoder.encode(password, StandardCharsets.UTF_8),
                text(postgres.resolve("port")).strip()),
        "AUTH_KEY_SECRET",
        text(data.resolve("auth-key-secret")).strip());
  }

  /** Its data directory. */
  public Path data() {
    return data;
  }

  public long pid() {
    return process.pid();
  }

  /** What it wrote so far, its log and its last words. */
  public String log() {
    return log.text();
  }

  /** Asks it to stop and waits for that; returns its exit code. Its data stays. */
  public int stop() {
    end(process, STOPPING);
    return process.exitValue();
  }

  /**
   * Kills it, as {@code kill -9} does: nothing is finished, and the embedded PostgreSQL goes on
   * without it until the next server over the same data finds it. Its data stays.
   */
  public void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops it, if it runs, and deletes its data unless the caller named the directory. */
  @Override
  public void close() {
    stop();
    if (ours) {
      delete(data);
    }
    delete(home);
  }

  /** By the process's own handle: a polite request, then force. */
  private static void end(Process process, Duration patience) {
    process.destroy();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Path temporary() {
    try {
      // The embedded PostgreSQL may run as another user, who has to get through here.
      Path home = Files.createTempDirectory("parley-server-");
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a directory with all in it, where it is there. */
  static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
