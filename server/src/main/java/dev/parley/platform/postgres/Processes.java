package dev.parley.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Looks at processes by their command lines, which, unlike their programs, everyone may read. */
final class Processes {
  private static final boolean PROC = Files.exists(Path.of("/proc/self/cmdline"));

  private Processes() {}

  static boolean alive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** True if the process is a PostgreSQL server, whosever. */
  static boolean isPostgres(long pid) {
    List<String> words = commandLine(pid);
    // The server itself runs under its path; its children show as "postgres: checkpointer".
    return !words.isEmpty() && words.getFirst().matches("(.*/)?postgres(:.*)?");
  }

  /** True if the process is the PostgreSQL server of this data directory. */
  static boolean serves(long pid, Path data) {
    return isPostgres(pid) && givenTo(pid, data);
  }

  /** A process that was given this data directory: its server, or what is about to start one. */
  static Optional<ProcessHandle> given(Path data) {
    return ProcessHandle.allProcesses().filter(each -> givenTo(each.pid(), data)).findAny();
  }

  /** The children of a server stand in its data directory; without /proc none is seen. */
  static List<ProcessHandle> workingIn(Path data) {
    return ProcessHandle.allProcesses()
        .filter(each -> isPostgres(each.pid()) && standsIn(each.pid(), data))
        .toList();
  }

  private static boolean givenTo(long pid, Path data) {
    List<String> words = commandLine(pid);
    int option = words.indexOf("-D");
    return option >= 0 && option + 1 < words.size() && same(Path.of(words.get(option + 1)), data);
  }

  /** True if it is seen that the process is at home in another directory. */
  static boolean standsElsewhere(long pid, Path data) {
    try {
      return !Files.isSameFile(directory(pid), data);
    } catch (IOException notToBeSeen) {
      return false;
    }
  }

  private static boolean standsIn(long pid, Path data) {
    try {
      return Files.isSameFile(directory(pid), data);
    } catch (IOException notOursOrGone) {
      return false;
    }
  }

  private static Path directory(long pid) {
    return Path.of("/proc", Long.toString(pid), "cwd");
  }

  /** The program a process was started as, if that can be seen. */
  static Optional<String> program(long pid) {
    return commandLine(pid).stream().findFirst();
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException absent) {
      return one.equals(other);
    }
  }

  private static List<String> commandLine(long pid) {
    Path file = Path.of("/proc", Long.toString(pid), "cmdline");
    try {
      return Arrays.asList(Files.readString(file).split("\0"));
    } catch (AccessDeniedException somebodyElses) {
      return List.of();
    } catch (IOException gone) {
      if (Files.exists(file)) {
        // Too many open files, for one: a process that cannot be seen must not be taken for dead.
        throw new UncheckedIOException("cannot see process " + pid, gone);
      }
    }
    return PROC
        ? List.of()
        : ProcessHandle.of(pid)
            .flatMap(handle -> handle.info().commandLine())
            .map(line -> Arrays.asList(line.split(" ")))
            .orElse(List.of());
  }
}
