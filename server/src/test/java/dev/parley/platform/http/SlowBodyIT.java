package dev.parley.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that take their time take nobody else's. */
class SlowBodyIT {
  private static final String HEAD =
      "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  private static final String BODY = "{\"username\":\"ada\"}";
  private static final int PLACES = 2;

  private final TestServer server =
      TestServer.start(Map.of("HTTP_CONCURRENCY", Integer.toString(PLACES)));
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private Socket open(String begin) throws IOException {
    Socket socket = new Socket("127.0.0.1", server.port());
    sockets.add(socket);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    send(socket, begin);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String all(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void manyOfThemHoldNoPlace() throws IOException {
    for (int i = 0; i < 50 * PLACES; i++) {
      open(HEAD + "Content-Length: 100\r\n\r\n{");
      open(HEAD + "Transfer-Encoding: chunked\r\n\r\n10\r\n{");
    }
    for (int i = 0; i < 20; i++) {
      server
          .request()
          .contentType("application/json")
          .body(BODY)
          .post("/api/v1/auth/login")
          .then()
          .statusCode(422);
    }
  }

  @Test
  void oneThatIsLateIsAnswered() throws IOException {
    long begun = System.nanoTime();
    Socket silent = open(HEAD + "Content-Length: 100\r\n\r\n{");
    Socket chunked = open(HEAD + "Transfer-Encoding: chunked\r\n\r\n1");
    for (Socket socket : List.of(silent, chunked)) {
      assertThat(all(socket))
          .startsWith("HTTP/1.1 400")
          .contains("\"instance\":\"/api/v1/auth/login\"", "The body did not arrive within 20 s");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(50));
  }

  @Test
  void oneThatComesInPiecesIsWhole() throws IOException {
    Socket socket =
        open(HEAD + "Connection: close\r\nContent-Length: " + BODY.length() + "\r\n\r\n");
    for (char c : BODY.toCharArray()) {
      send(socket, String.valueOf(c));
    }
    assertThat(all(socket))
        .startsWith("HTTP/1.1 422")
        .contains("/password")
        .doesNotContain("/user");
  }

  @Test
  void requestsAfterOneAnotherAreAllAnswered() throws IOException {
    String length = "Content-Length: " + BODY.length() + "\r\n\r\n";
    Socket socket = open(HEAD + length + BODY.substring(0, 5));
    send(socket, BODY.substring(5) + HEAD + length + BODY + HEAD + "Connection: close\r\n");
    send(socket, length);
    send(socket, BODY);
    assertThat(all(socket).split("HTTP/1\\.1 422", -1)).hasSize(4);
  }

  @Test
  void whoAsksFirstIsToldToSend() throws IOException {
    Socket socket =
        open(
            HEAD
                + "Connection: close\r\nExpect: 100-continue\r\nContent-Length: "
                + BODY.length()
                + "\r\n\r\n");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    assertThat(in.readLine()).isEqualTo("HTTP/1.1 100 Continue");
    assertThat(in.readLine()).isEmpty();
    send(socket, BODY);
    assertThat(in.readLine()).startsWith("HTTP/1.1 422");
    assertThat(in.lines()).noneMatch(line -> line.startsWith("HTTP/1.1 100"));
  }
}
