package dev.parley.platform.postgres;

import dev.parley.platform.settings.StartupException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The children of a server that is gone: its sessions and helpers. They end by themselves when they
 * notice, which one that computes or is suspended does not; until they have ended, what they write
 * could meet what a new server writes.
 */
final class Leftovers {
  private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration NOTICE = Duration.ofSeconds(2);
  private static final Duration DEATH = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(20);

  private Leftovers() {}

  /**
   * Returns when none is left. To be called only where no server runs on this directory; killing is
   * safe then, since all that was acknowledged is in the write-ahead log and recovery follows.
   */
  static void end(Path data) throws InterruptedException {
    List<ProcessHandle> left = Processes.workingIn(data);
    if (left.isEmpty() || gone(left, NOTICE)) {
      return;
    }
    List<ProcessHandle> stubborn = Processes.workingIn(data);
    stubborn.forEach(ProcessHandle::destroyForcibly);
    if (!gone(stubborn, DEATH)) {
      throw new StartupException(
          "processes of the former PostgreSQL server on '" + data + "' do not end: " + ids(data));
    }
    log.warn("Killed {} processes that the former PostgreSQL server left", stubborn.size());
  }

  private static boolean gone(List<ProcessHandle> processes, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (processes.stream().anyMatch(Leftovers::present)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(STEP);
    }
    return true;
  }

  /** Not so a zombie, which has no command line: nobody may be there to collect it. */
  private static boolean present(ProcessHandle process) {
    return process.isAlive() && Processes.isPostgres(process.pid());
  }

  private static List<Long> ids(Path data) {
    return Processes.workingIn(data).stream().map(ProcessHandle::pid).toList();
  }
}
