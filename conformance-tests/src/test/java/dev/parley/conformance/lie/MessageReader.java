package dev.parley.conformance.lie;

import dev.parley.conformance.lie.Message.Header;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads messages of HTTP/1.1 from a connection, and keeps every byte. Used by one thread. */
final class MessageReader {
  private static final int LONGEST_LINE = 1 << 16;

  private final InputStream in;
  private ByteArrayOutputStream raw = new ByteArrayOutputStream();

  /**
   * @param in buffered
   */
  MessageReader(InputStream in) {
    this.in = in;
  }

  /** The next request; empty where the connection ends before one begins. */
  Optional<Message> request() throws IOException {
    return message(Optional.empty());
  }

  /** The answer to a request with this method. */
  Message answer(String method) throws IOException {
    return message(Optional.of(method)).orElseThrow(() -> new EOFException("no answer"));
  }

  private Optional<Message> message(Optional<String> answering) throws IOException {
    raw = new ByteArrayOutputStream();
    int begun = in.read();
    if (begun < 0) {
      return Optional.empty();
    }
    raw.write(begun);
    String first = (char) begun + line();
    List<Header> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    Message head = new Message(first, List.copyOf(headers), new byte[0], null);
    byte[] body = body(head, answering);
    return Optional.of(new Message(first, head.headers(), body, raw.toByteArray()));
  }

  private byte[] body(Message head, Optional<String> answering) throws IOException {
    if (answering.isPresent()) {
      int status = head.status();
      if (status < 200 || status == 204 || status == 304 || answering.get().equals("HEAD")) {
        return new byte[0];
      }
    }
    if (head.says("Transfer-Encoding", "chunked")) {
      return chunks();
    }
    Optional<String> length = head.header("Content-Length");
    if (length.isPresent()) {
      return exactly(Integer.parseInt(length.get()));
    }
    byte[] rest = answering.isPresent() ? in.readAllBytes() : new byte[0];
    raw.writeBytes(rest);
    return rest;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().replaceFirst(";.*", "").strip(), 16);
      if (size == 0) {
        while (!line().isEmpty()) {
          // Trailers are passed on with the rest.
        }
        return body.toByteArray();
      }
      body.writeBytes(exactly(size));
      line();
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body ends early");
    }
    raw.writeBytes(bytes);
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() > LONGEST_LINE) {
        throw new EOFException("a line without an end");
      }
      raw.write(b);
      line.write(b);
    }
    raw.write('\n');
    return line.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
  }
}
