package dev.parley.conformance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/** A Redis on a free loopback port that keeps nothing, for servers to share. */
final class RedisServer implements AutoCloseable {
  private final Process process;
  private final int port;
  private final String password;

  private RedisServer(Process process, int port, String password) {
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /** Starts one; the test is skipped on a machine without the program. */
  static RedisServer start(String password) {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, "redis-server").canExecute());
    Assumptions.assumeTrue(there, "Debian's package redis-server is not installed");
    try {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      ProcessBuilder command =
          new ProcessBuilder("redis-server", "--port", Integer.toString(port), "--save", "");
      command.command().addAll(List.of("--bind", "127.0.0.1", "--requirepass", password));
      command.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      RedisServer server = new RedisServer(command.start(), port, password);
      Awaitility.await("redis-server").until(server::listens);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return process.isAlive() && socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The address with its password. */
  String url() {
    return "redis://:%s@127.0.0.1:%d/1".formatted(password, port);
  }

  /** Kills it. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
