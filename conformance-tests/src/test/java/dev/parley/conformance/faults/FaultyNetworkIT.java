package dev.parley.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.conformance.faults.FaultyNetwork.Fault;
import dev.parley.conformance.faults.FaultyNetwork.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The network does to connections what it is told to, and nothing else. */
@Timeout(60)
final class FaultyNetworkIT {
  private ServerSocket echo;
  private FaultyNetwork network;

  @BeforeEach
  void start() throws IOException {
    echo = echo();
    network = new FaultyNetwork(url(echo), 1);
  }

  @AfterEach
  void stop() throws IOException {
    network.close();
    echo.close();
  }

  @Test
  void passesEverythingOnInCalmWeather() throws IOException {
    try (Socket socket = connect()) {
      assertThat(exchange(socket, 100_000)).isEqualTo(100_000);
    }
    assertThat(network.injected().values()).containsOnly(0L);
  }

  @Test
  void cutsAfterSoManyBytesOfAnAnswer() throws IOException {
    weather(Kind.CUT_ANSWER, 1_000, Duration.ZERO);
    try (Socket socket = connect()) {
      socket.getOutputStream().write(new byte[5_000]);
      assertThat(drain(socket)).isLessThanOrEqualTo(1_000);
    }
    assertThat(network.injected()).containsEntry(Kind.CUT_ANSWER, 1L);
  }

  @Test
  void cutsRequests() throws IOException {
    weather(Kind.CUT_REQUEST, 1_000, Duration.ZERO);
    try (Socket socket = connect()) {
      socket.getOutputStream().write(new byte[1_001]);
      assertThat(drain(socket)).isLessThanOrEqualTo(1_000);
    }
    assertThat(network.injected()).containsEntry(Kind.CUT_REQUEST, 1L);
  }

  @Test
  void cutsWhatIsOpen() throws IOException {
    try (Socket socket = connect()) {
      assertThat(exchange(socket, 10)).isEqualTo(10);
      network.cut(1);
      assertThat(drain(socket)).isZero();
    }
    assertThat(network.injected()).containsEntry(Kind.CUT_ANSWER, 1L);
  }

  @Test
  void halfOpenConnectionsAreSilentBeforeTheyEnd() throws IOException {
    weather(Kind.HALF_OPEN, 1_000, Duration.ofSeconds(3));
    try (Socket socket = connect()) {
      assertThat(exchange(socket, 500)).isEqualTo(500);
      socket.getOutputStream().write(new byte[600]);
      socket.setSoTimeout(500);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      socket.setSoTimeout(20_000);
      assertThat(drain(socket)).isZero();
    }
    assertThat(network.injected()).containsEntry(Kind.HALF_OPEN, 1L);
  }

  @Test
  void delays() throws IOException {
    weather(Kind.DELAY, 0, Duration.ofMillis(20));
    try (Socket socket = connect()) {
      assertThat(exchange(socket, 100_000)).isEqualTo(100_000);
    }
    assertThat(network.injected()).containsEntry(Kind.DELAY, 1L);
  }

  @Test
  void refuses() throws IOException {
    weather(Kind.REFUSE, 0, Duration.ZERO);
    try (Socket socket = connect()) {
      assertThat(drain(socket)).isZero();
    }
    assertThat(network.injected()).containsEntry(Kind.REFUSE, 1L);
  }

  @Test
  void countsAnswersThatSayTheServerFailed() throws IOException {
    for (String answer : List.of("HTTP/1.1 503 Service Unavailable", "HTTP/1.1 200 OK")) {
      try (Socket socket = connect()) {
        byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(bytes);
        assertThat(socket.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
      }
    }
    assertThat(network.serverErrors()).isEqualTo(Map.of(503, 1L));
  }

  @Test
  void keepsNothingOfConnectionsThatEnded() throws IOException {
    for (int i = 0; i < 5; i++) {
      try (Socket socket = connect()) {
        assertThat(exchange(socket, 10)).isEqualTo(10);
      }
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> network.open() == 0);
  }

  @Test
  void keepsItsAddressWhenTheServerChanges() throws IOException {
    echo.close();
    try (Socket socket = connect()) {
      assertThat(drain(socket)).isZero();
    }
    try (ServerSocket next = echo()) {
      network.upstream(url(next));
      try (Socket socket = connect()) {
        assertThat(exchange(socket, 10)).isEqualTo(10);
      }
    }
  }

  private void weather(Kind kind, long bytes, Duration time) {
    network.weather(random -> new Fault(kind, bytes, time));
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(network.url().getHost(), network.url().getPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static int exchange(Socket socket, int bytes) throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                socket.getOutputStream().write(new byte[bytes]);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    return socket.getInputStream().readNBytes(bytes).length;
  }

  /** Reads to the end, however that comes; answers how much there was. */
  private static int drain(Socket socket) throws IOException {
    int count = 0;
    try {
      while (socket.getInputStream().read() >= 0) {
        count++;
      }
    } catch (SocketTimeoutException silent) {
      throw silent;
    } catch (SocketException reset) {
      return count;
    }
    return count;
  }

  private static ServerSocket echo() throws IOException {
    ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try {
                  Socket socket = server.accept();
                  Thread.ofVirtual().start(() -> copy(socket));
                } catch (IOException closed) {
                  return;
                }
              }
            });
    return server;
  }

  private static void copy(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException reset) {
      Thread.currentThread().interrupt();
    }
  }

  private static URI url(ServerSocket server) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }
}
