package dev.parley.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A request whose length two programs could see differently ends its connection. */
class SmugglingIT {
  private static final String POST =
      "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String HIDDEN =
      "GET /hidden HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<String> ambiguous() {
    return Stream.of(
        POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        POST + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        POST + "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}",
        POST + "Content-Length: 2, 2\r\n\r\n{}",
        POST + "Transfer-Encoding: xchunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        POST + "Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        POST + "Transfer-Encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        POST + "Transfer-Encoding:\r\n chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        POST + "X: a\nContent-Length: 2\r\n\r\n{}",
        POST + "X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
        POST + "X: a\r\n\tContent-Length: 20\r\nContent-Length: 2\r\n\r\n{}",
        "GET /health\r\nHost: x\r\n\r\n",
        "GET /health HTTP/x\r\nHost: x\r\n\r\n",
        "GET /" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
        POST + "X: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
        CHUNKED + "2\n{}\n0\n\n",
        CHUNKED + "2\r\n{}more\r\n0\r\n\r\n",
        CHUNKED + "2\r\n{}\n0\r\n\r\n",
        CHUNKED + " 2\r\n{}\r\n0\r\n\r\n",
        CHUNKED + "2 \r\n{}\r\n0\r\n\r\n",
        CHUNKED + "0x2\r\n{}\r\n0\r\n\r\n",
        CHUNKED + "-2\r\n{}\r\n0\r\n\r\n",
        CHUNKED + "ffffffffffffffff\r\n{}\r\n0\r\n\r\n",
        CHUNKED + "000000000000000000002\r\n{}\r\n0\r\n\r\n",
        CHUNKED + "2;\n{}\r\n0\r\n\r\n",
        CHUNKED + "\r\n\r\n",
        CHUNKED + "2\r\n{}\r\n0\r\nContent-Length : 1\r\n\r\n",
        CHUNKED + "2\r\n{}\r\n0\r\n folded\r\n\r\n",
        CHUNKED + "2\r\n{}\r\n0\r\nX: " + "x".repeat(9000) + "\r\n\r\n");
  }

  @ParameterizedTest
  @MethodSource("ambiguous")
  void answersOnceAndHearsNoMore(String request) throws IOException {
    String answer = raw(request + HIDDEN);
    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("Content-Type: application/problem+json", "\"code\":\"MALFORMED_REQUEST\"")
        .doesNotContain("/hidden");
    assertThat(answer.split("HTTP/1\\.1 ", -1)).hasSize(2);
  }

  @Test
  void readsChunksHoweverTheyAreCut() throws IOException {
    String trailers = "X-Sum: 1\r\n\r\n";
    String chunks = "6\r\n{\"user\r\n0b\r\nname\":\"ada\"\r\n1\r\n}\r\n00\r\n" + trailers;
    String whole = CHUNKED + chunks + HIDDEN;
    for (int cut = CHUNKED.length() - 2; cut < whole.length() - HIDDEN.length() + 2; cut++) {
      try (Socket socket = new Socket("127.0.0.1", server.port())) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        OutputStream out = socket.getOutputStream();
        out.write(whole.substring(0, cut).getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        out.write(whole.substring(cut).getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).as("cut at " + cut).startsWith("HTTP/1.1 422").contains("/hidden");
        assertThat(answer).contains("/password").doesNotContain("/username");
      }
    }
  }

  @Test
  void seesAFoldHoweverTheHeadIsCut() throws IOException {
    String head = "GET /health HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n";
    for (int cut = 1; cut < head.length(); cut++) {
      try (Socket socket = new Socket("127.0.0.1", server.port())) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        OutputStream out = socket.getOutputStream();
        out.write(head.substring(0, cut).getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        out.write(head.substring(cut).getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(answer).as("cut at " + cut).startsWith("HTTP/1.1 400");
      }
    }
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
