package dev.parley.platform.postgres;

import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Which port to listen on: the fixed one, else the one used before, else any that is free. */
final class Ports {
  private static final String FILE = "port";

  private Ports() {}

  /**
   * @param home where the port of before is remembered
   * @param fixed the only one that will do, if there is such
   */
  static int choose(Path home, OptionalInt fixed) throws IOException {
    if (fixed.isPresent()) {
      int port = fixed.getAsInt();
      if (!free(port)) {
        throw taken(port);
      }
      return port;
    }
    OptionalInt before = remembered(home);
    return before.isPresent() && free(before.getAsInt()) ? before.getAsInt() : any();
  }

  static void remember(Path home, int port) throws IOException {
    Files.writeString(home.resolve(FILE), port + "\n");
  }

  static StartupException taken(int port) {
    return new StartupException(
        "port "
            + port
            + " for the embedded PostgreSQL is in use by another program: set "
            + PostgresSettings.PORT
            + " to another port, or to 0 for any free one");
  }

  static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As PostgreSQL does, so that connections of its last run still closing do not count.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port));
      return true;
    } catch (IOException inUse) {
      return false;
    }
  }

  private static OptionalInt remembered(Path home) throws IOException {
    try {
      String text = Files.readString(home.resolve(FILE)).strip();
      return text.matches("\\d{1,5}")
          ? OptionalInt.of(Math.min(Integer.parseInt(text), 65_535))
          : OptionalInt.empty();
    } catch (NoSuchFileException none) {
      return OptionalInt.empty();
    }
  }

  private static int any() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(loopback(), 0));
      return socket.getLocalPort();
    }
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
