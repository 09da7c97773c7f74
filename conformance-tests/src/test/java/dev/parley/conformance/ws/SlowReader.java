package dev.parley.conformance.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.contract.Contract;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A socket over which nothing is read until it is asked to: what the server sends waits in small
 * buffers. It goes on pinging, so that it counts as alive.
 */
public final class SlowReader implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4096;
  private static final int PATIENCE_MS = 15_000;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration SIGN_OF_LIFE = Duration.ofMillis(1500);
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;

  private final Socket socket = new Socket();
  private final ReentrantLock writing = new ReentrantLock();
  private final DataInputStream in;
  private final OutputStream out;
  private final Thread alive;

  public SlowReader(URI base, String path, String token) {
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(new InetSocketAddress(base.getHost(), base.getPort()), PATIENCE_MS);
      in = new DataInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      String key = Base64.getEncoder().encodeToString(new byte[16]);
      List<String> head =
          List.of(
              "GET " + path + " HTTP/1.1",
              "Host: " + base.getAuthority(),
              "Upgrade: websocket",
              "Connection: Upgrade",
              "Sec-WebSocket-Version: 13",
              "Sec-WebSocket-Key: " + key,
              "Sec-WebSocket-Protocol: parley.v1",
              "Authorization: Bearer " + token);
      out.write((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      String answer = head();
      if (!answer.startsWith("HTTP/1.1 101")) {
        throw new AssertionError("no upgrade: " + answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    alive = Thread.ofVirtual().start(this::keepAlive);
  }

  private String head() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      bytes.write(in.readUnsignedByte());
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private void keepAlive() {
    try {
      while (true) {
        Thread.sleep(SIGN_OF_LIFE);
        send("{\"type\":\"ping\"}");
      }
    } catch (InterruptedException | UncheckedIOException closed) {
      Thread.currentThread().interrupt();
    }
  }

  public void send(JsonNode frame) {
    send(frame.toString());
  }

  /** Masked with zeros, which leaves the bytes as they are. */
  private void send(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x80 | TEXT);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else {
      frame.write(0x80 | 126);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    writing.lock();
    try {
      out.write(frame.toByteArray());
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writing.unlock();
    }
  }

  /**
   * Reads until a frame of this kind.
   *
   * @param check answers how a frame breaks the contract
   * @return none if the server closed the socket before
   */
  public Optional<JsonNode> read(Function<JsonNode, List<String>> check, Predicate<JsonNode> kind) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    try {
      while (System.nanoTime() < deadline) {
        int opcode = in.readUnsignedByte() & 0xf;
        int length = in.readUnsignedByte();
        if (length == 126) {
          length = in.readUnsignedShort();
        } else if (length == 127) {
          length = Math.toIntExact(in.readLong());
        }
        byte[] payload = in.readNBytes(length);
        if (opcode == CLOSE) {
          return Optional.empty();
        }
        if (opcode == TEXT) {
          JsonNode frame = Contract.JSON.readTree(payload);
          List<String> breaches = check.apply(frame);
          if (!breaches.isEmpty()) {
            throw new AssertionError(breaches + " in " + frame);
          }
          if (kind.test(frame)) {
            return Optional.of(frame);
          }
        }
      }
      throw new AssertionError("no such frame within " + LONGEST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    alive.interrupt();
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
