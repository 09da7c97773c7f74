package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.sample.Node;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no handshake gets a problem document, and its connection ends. */
class BadHandshakeIT {
  private static final String GOOD =
      "GET /api/v1/ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  private static SocketNode server;

  @BeforeAll
  static void start() {
    server = new SocketNode(Node.database());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of(GOOD.replaceFirst("Sec-WebSocket-Key: .*\r\n", ""), 400),
        Arguments.of(GOOD.replace("dGhlIHNhbXBsZSBub25jZQ==", "short"), 400),
        Arguments.of(GOOD.replace("Version: 13", "Version: 8"), 400),
        Arguments.of(GOOD.replace("Connection: Upgrade", "Connection: close"), 400),
        Arguments.of(GOOD.replaceFirst("Connection: Upgrade\r\n", ""), 400),
        Arguments.of(GOOD.replace("GET", "POST"), 405),
        Arguments.of(GOOD.replace("ws HTTP", "ws?token=%zz HTTP"), 400),
        Arguments.of(GOOD.replace("ws HTTP", "ws?token={} HTTP"), 400),
        Arguments.of(GOOD.replace("Host: x", "Host: x\r\nContent-Length: 2") + "{}", 400),
        Arguments.of(GOOD.replace("Host: x", "Host: x\r\nSec-WebSocket-Protocol: chat"), 400),
        Arguments.of(GOOD.replace("Host: x", "Host: x\r\nOrigin: http://evil.example"), 403));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void answersWithAProblemAndEnds(String request, int status) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 " + status)
          .contains("application/problem+json", "\"status\":" + status, "Sec-WebSocket-Version: 13")
          .doesNotContain("Exception");
    }
  }
}
