package dev.parley.conformance.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.contract.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection over which any bytes go. */
final class RawWire implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

  private final Socket socket = new Socket();

  RawWire(URI base) throws IOException {
    this(base, 64 * 1024);
  }

  /**
   * @param receiveBuffer how much the system takes in for whoever does not read
   */
  RawWire(URI base, int receiveBuffer) throws IOException {
    socket.setReceiveBufferSize(receiveBuffer);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), PATIENCE_MS);
  }

  RawWire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawWire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** All that comes until the server ends the connection; it has to. */
  Heard hear() throws IOException {
    byte[] part = new byte[64 * 1024];
    StringBuilder all = new StringBuilder();
    try {
      for (int n = in().read(part); n >= 0; n = in().read(part)) {
        all.append(new String(part, 0, n, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketException reset) {
      // An end too; what was heard before counts.
      all.append("");
    }
    return new Heard(all.toString());
  }

  /** What was heard on a connection that has ended. */
  record Heard(String text) {
    List<Integer> statuses() {
      List<Integer> statuses = new ArrayList<>();
      Matcher status = STATUS.matcher(text);
      while (status.find()) {
        statuses.add(Integer.parseInt(status.group(1)));
      }
      return statuses;
    }

    /** One answer, a problem document of one of these statuses, and nothing after it. */
    void assertProblem(Integer... allowed) throws IOException {
      assertThat(statuses()).as(text).hasSize(1);
      assertThat(statuses().get(0)).as(text).isIn((Object[]) allowed);
      int body = text.indexOf("\r\n\r\n") + 4;
      assertThat(text.substring(0, body).toLowerCase(Locale.ROOT))
          .contains("content-type: application/problem+json");
      JsonNode problem = Contract.JSON.readTree(text.substring(body));
      assertThat(problem.path("status").asInt()).isEqualTo(statuses().get(0));
      assertThat(problem.path("code").asText()).isNotEmpty();
      assertThat(problem.path("detail").asText()).isNotEmpty();
      assertThat(text).doesNotContain("Exception", "dev.parley", "\tat ");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
