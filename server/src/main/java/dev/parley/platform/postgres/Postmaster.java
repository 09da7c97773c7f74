package dev.parley.platform.postgres;

import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process of one data directory, which outlives a parent that is killed: found by its
 * pid file, started and stopped by {@code pg_ctl}.
 */
final class Postmaster {
  private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
  private static final long LARGE_LOG = 10_000_000;
  private static final Duration CHILDREN_PATIENCE = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(50);

  private final Programs programs;
  private final Path data;
  private final Path logFile;

  Postmaster(Programs programs, Path data) {
    this.programs = programs;
    this.data = data;
    this.logFile = programs.home().resolve("server.log");
  }

  /**
   * The server that runs on this directory, started by a process that is gone. A pid file of a
   * server that no longer runs is removed if some other program has its number by now: PostgreSQL
   * would take that program for itself.
   */
  Optional<PidFile> find() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + programs.patience().toNanos();
    while (true) {
      Optional<PidFile> file = PidFile.read(data);
      if (file.isEmpty() || !Processes.alive(file.get().pid())) {
        Optional<ProcessHandle> busy = Processes.given(data);
        if (busy.isEmpty()) {
          return Optional.empty();
        }
        // Its starter was killed: the file is about to come.
        if (System.nanoTime() > deadline) {
          throw inUse(busy.get().pid());
        }
        Thread.sleep(STEP);
        continue;
      }
      long pid = file.get().pid();
      if (Processes.serves(pid, data)) {
        if (file.get().ready() || System.nanoTime() > deadline) {
          return file;
        }
        // It is starting or stopping: its next state tells.
        Thread.sleep(STEP);
      } else if (Processes.isPostgres(pid) && !Processes.standsElsewhere(pid, data)) {
        throw inUse(pid);
      } else {
        log.info("Removing {} of a server that is gone: process {}", PidFile.NAME, pid);
        Files.deleteIfExists(data.resolve(PidFile.NAME));
        return Optional.empty();
      }
    }
  }

  private StartupException inUse(long pid) {
    return new StartupException(
        "'" + data + "' is in use by a PostgreSQL server (process " + pid + "): stop it");
  }

  /** True while this very server is there; a zombie is not. */
  boolean runs(PidFile server) {
    return Processes.serves(server.pid(), data);
  }

  /** True if a server found runs these very binaries. */
  boolean runsOurBinaries(PidFile found) {
    return Processes.program(found.pid()).equals(Optional.of(programs.path("postgres")));
  }

  /** Starts the server; it answers when this returns. Empty means its port was taken meanwhile. */
  Optional<PidFile> start() throws IOException {
    if (Files.exists(logFile) && Files.size(logFile) > LARGE_LOG) {
      Files.move(
          logFile, logFile.resolveSibling("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
    long deadline = System.nanoTime() + CHILDREN_PATIENCE.toNanos();
    Command.Result result;
    List<String> said;
    do {
      long before = Files.exists(logFile) ? Files.size(logFile) : 0;
      result = control("start", "-l", logFile.toString());
      if (result.succeeded()) {
        return PidFile.read(data);
      }
      said = saidSince(before);
      if (mentions(said, "Address already in use")) {
        return Optional.empty();
      }
      // A server that was killed leaves children that take a moment to notice.
    } while (mentions(said, "pre-existing shared memory block") && System.nanoTime() < deadline);
    if (PidFile.read(data).isPresent()) {
      Command.Result stopped = control("stop", "-m", "fast");
      log.debug("Stopped the server that did not get ready: {}", stopped);
    }
    throw new StartupException(
        "embedded PostgreSQL did not start: "
            + said.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .reduce((first, last) -> last)
                .orElse(result.lastLine())
            + " (log: "
            + logFile
            + ")");
  }

  /** Ends the server: open transactions are rolled back, everything committed is on disk. */
  void stop() throws IOException {
    if (!stopIfRunning()) {
      log.warn("PostgreSQL had ended before it was stopped; its log is {}", logFile);
    }
  }

  /** As {@link #stop()}; false if there was nothing to stop. */
  boolean stopIfRunning() throws IOException {
    Optional<PidFile> file = PidFile.read(data);
    if (file.isEmpty() || !Processes.serves(file.get().pid(), data)) {
      return false;
    }
    Command.Result result = control("stop", "-m", "fast");
    if (!result.succeeded()) {
      log.warn("PostgreSQL did not stop as it should: {}", result.lastLine());
      Command.Result forced = control("stop", "-m", "immediate");
      if (!forced.succeeded()) {
        log.error("PostgreSQL could not be stopped: {}", forced.lastLine());
      }
    }
    return true;
  }

  private Command.Result control(String action, String... arguments) {
    String[] all = new String[arguments.length + 7];
    String seconds = Long.toString(Math.max(1, programs.patience().toSeconds()));
    String[] common = {action, "-w", "-s", "-t", seconds, "-D", data.toString()};
    System.arraycopy(common, 0, all, 0, common.length);
    System.arraycopy(arguments, 0, all, common.length, arguments.length);
    return programs.run("pg_ctl", all);
  }

  private static boolean mentions(List<String> lines, String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  private List<String> saidSince(long offset) throws IOException {
    if (!Files.exists(logFile)) {
      return List.of();
    }
    try (var channel = Files.newByteChannel(logFile)) {
      channel.position(Math.min(offset, channel.size()));
      byte[] bytes = Channels.newInputStream(channel).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
  }
}
