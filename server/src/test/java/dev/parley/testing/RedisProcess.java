package dev.parley.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real Redis of a test's own: a process on a free loopback port, its files in a directory that
 * goes away with it. Not thread-safe.
 */
public final class RedisProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PROGRAM = "redis-server";

  private final Path directory;
  private final List<String> options;
  private final int port;
  private Process process;

  private RedisProcess(Path directory, int port, List<String> options) {
    this.directory = directory;
    this.port = port;
    this.options = options;
    this.process = launch();
  }

  /**
   * Starts one; the test is skipped where there is none.
   *
   * @param options of its command line, besides
   */
  public static RedisProcess start(String... options) {
    Programs.require(PROGRAM);
    try {
      return new RedisProcess(
          Files.createTempDirectory("parley-redis"), freePort(), List.of(options));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@link #start}, with TLS alone, and a certificate that nobody has signed. */
  public static RedisProcess startTls() {
    Programs.require(PROGRAM);
    try {
      Path directory = Files.createTempDirectory("parley-redis");
      int port = freePort();
      SelfSigned pair = SelfSigned.in(directory);
      return new RedisProcess(
          directory,
          port,
          List.of(
              "--port", "0",
              "--tls-port", Integer.toString(port),
              "--tls-cert-file", pair.certificate().toString(),
              "--tls-key-file", pair.key().toString(),
              "--tls-auth-clients", "no"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process launch() {
    List<String> command = new ArrayList<>(List.of(PROGRAM));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no", "--dir", directory.toString()));
    command.addAll(options);
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("out").toFile())
              .start();
      Awaitility.await("redis-server " + options)
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .until(() -> started.isAlive() && answers());
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether somebody answers on the port, whatever it is; with TLS, whether somebody listens. */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      socket.setSoTimeout(1000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return options.contains("--tls-port") || socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** The address without credentials. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Ends it without a warning. */
  public void kill() {
    process.destroyForcibly();
    end();
  }

  /** Starts it again on the same port; what it knew is gone. */
  public void restart() {
    process = launch();
  }

  /** It keeps its connections and answers nothing, until {@link #resume()}. */
  public void pause() {
    signal("-STOP");
  }

  /** Answers again. */
  public void resume() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      int code = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill " + signal + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("redis-server does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
