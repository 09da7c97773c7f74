package dev.parley.conformance.http;

import dev.parley.conformance.secrecy.Sighting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Requests byte by byte, as no client library would send them. */
public final class RawHttp {
  private static final int PATIENCE_MS = 20_000;

  private RawHttp() {}

  /**
   * Sends a request and reads its answer.
   *
   * @param head request line and headers, {@code Host} and the empty line apart
   */
  public static Answer send(URI base, List<String> head, byte[] body) {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      List<String> lines = new ArrayList<>(head);
      lines.add("Host: " + base.getAuthority());
      lines.add("Connection: close");
      if (body.length > 0) {
        lines.add("Content-Length: " + body.length);
      }
      lines.forEach(RawHttp::seen);
      Sighting.body(new String(body, StandardCharsets.UTF_8));
      String text = String.join("\r\n", lines) + "\r\n\r\n";
      OutputStream out = socket.getOutputStream();
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      try {
        out.write(body);
        out.flush();
      } catch (SocketException answeredBefore) {
        // What counts is whether the answer can be read.
        lines.add(answeredBefore.toString());
      }
      return read(socket.getInputStream(), head.get(0).split(" ")[1].replaceFirst("\\?.*", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void seen(String line) {
    int colon = line.indexOf(": ");
    if (colon > 0) {
      Sighting.header(line.substring(0, colon), line.substring(colon + 2));
    }
    int query = line.indexOf('?');
    if (query > 0) {
      Sighting.query(line.substring(query + 1).replaceFirst(" .*", ""));
    }
  }

  private static Answer read(InputStream in, String path) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    in.transferTo(bytes);
    String all = bytes.toString(StandardCharsets.UTF_8);
    int end = all.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new AssertionError("no answer: '" + all + "'");
    }
    List<String> lines = all.substring(0, end).lines().toList();
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines.get(0).split(" ")[1]);
    String body = all.substring(end + 4);
    Sighting.headers(headers);
    Sighting.body(body);
    return new Answer(status, path, headers, body);
  }
}
