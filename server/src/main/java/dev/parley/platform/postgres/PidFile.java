package dev.parley.platform.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server says of itself in {@code postmaster.pid}: line 1 the process, line 4 the
 * port, line 8 its state. A server that is just starting has not written all lines yet.
 */
record PidFile(long pid, int port, String state) {
  static final String NAME = "postmaster.pid";

  /** Empty if there is no such file, or nothing sensible in it. */
  static Optional<PidFile> read(Path data) throws IOException {
    try {
      return parse(Files.readAllLines(data.resolve(NAME)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  static Optional<PidFile> parse(List<String> lines) {
    long pid = number(lines, 0);
    int port = (int) number(lines, 3);
    String state = lines.size() > 7 ? lines.get(7).strip() : "";
    // A lone backend, such as the one that prepares a new cluster, writes its pid negative.
    return pid == 0 ? Optional.empty() : Optional.of(new PidFile(Math.abs(pid), port, state));
  }

  boolean ready() {
    return state.equals("ready");
  }

  private static long number(List<String> lines, int index) {
    String text = index < lines.size() ? lines.get(index).strip() : "";
    return text.matches("-?\\d{1,9}") ? Long.parseLong(text) : 0;
  }
}
