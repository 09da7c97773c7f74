package dev.parley.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who asks on and on and never reads is neither served on nor kept. */
class UnreadAnswersIT {
  private static final int PLACES = 2;
  private static final byte[] ASK =
      "GET /docs/specs/auth/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(Map.of("HTTP_CONCURRENCY", Integer.toString(PLACES)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Socket deaf() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
    socket.setSoTimeout(60_000);
    return socket;
  }

  @Test
  void isCutOffAndHoldsNoPlaceUntilThen() throws Exception {
    long begun = System.nanoTime();
    Thread[] deaf = new Thread[4 * PLACES];
    for (int i = 0; i < deaf.length; i++) {
      deaf[i] = Thread.ofVirtual().start(UnreadAnswersIT::askUntilCutOff);
    }
    while (deaf[0].isAlive()) {
      server.request().get("/api/v1/auth/health").then().statusCode(200);
    }
    for (Thread thread : deaf) {
      thread.join(Duration.ofMinutes(2));
      assertThat(thread.isAlive()).isFalse();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(2));
  }

  /** Asks for more than any system takes in for a client that does not read. */
  private static void askUntilCutOff() {
    try (Socket socket = deaf()) {
      OutputStream out = socket.getOutputStream();
      while (true) {
        out.write(ASK);
      }
    } catch (IOException cutOff) {
      assertThat(cutOff).hasMessageNotContaining("timed out");
    }
  }

  @Test
  void whoReadsSlowlyGetsEverything() throws Exception {
    try (Socket socket = deaf()) {
      int answers = 20;
      for (int i = 0; i < answers; i++) {
        socket.getOutputStream().write(ASK);
      }
      socket
          .getOutputStream()
          .write(
              "GET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(all.split("HTTP/1\\.1 200", -1)).hasSize(answers + 1);
      assertThat(all.split("HTTP/1\\.1 404", -1)).hasSize(2);
    }
  }
}
