package dev.parley.platform.postgres;

import dev.parley.platform.postgres.EmbeddedPostgres.Origin;
import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a server to run on a data directory: one that runs already and fits is adopted, any other is
 * ended and a new one started.
 *
 * @param settings which port
 * @param configuration further lines of postgresql.conf
 */
record Launcher(
    Postmaster postmaster, PostgresSettings settings, List<String> configuration, Path data) {
  private static final Logger log = LoggerFactory.getLogger(Launcher.class);
  private static final int PORTS = 5;

  /** The server that runs now, and whether it did before. */
  record Launched(PidFile process, Origin origin) {}

  /** On the port the settings want. */
  Launched launch() throws IOException, InterruptedException {
    return launch(settings.port());
  }

  /** On the port it had, which everybody knows by now. */
  Launched relaunch(int port) throws IOException, InterruptedException {
    return launch(OptionalInt.of(port));
  }

  private Launched launch(OptionalInt port) throws IOException, InterruptedException {
    Optional<PidFile> running = postmaster.find();
    if (running.isEmpty()) {
      return new Launched(start(port), Origin.STARTED);
    }
    if (fits(running.get(), port)) {
      log.info("Adopted PostgreSQL left running by a killed process: {}", running.get());
      return new Launched(running.get(), Origin.ADOPTED);
    }
    log.info("Ending PostgreSQL left running by a killed process: {}", running.get());
    postmaster.stop();
    return new Launched(start(port), Origin.RESTARTED);
  }

  private boolean fits(PidFile running, OptionalInt port) throws IOException {
    return running.ready()
        && (port.isEmpty() || port.getAsInt() == running.port())
        && postmaster.runsOurBinaries(running)
        && new Configuration(running.port(), configuration).isWritten(data);
  }

  private PidFile start(OptionalInt fixed) throws IOException, InterruptedException {
    Leftovers.end(data);
    for (int attempt = 0; attempt < PORTS; attempt++) {
      int port = Ports.choose(settings.directory(), fixed);
      new Configuration(port, configuration).write(data);
      Optional<PidFile> process = postmaster.start();
      if (process.isPresent()) {
        return process.get();
      }
      if (fixed.isPresent()) {
        throw Ports.taken(port);
      }
    }
    throw new StartupException("found no free port for the embedded PostgreSQL");
  }
}
