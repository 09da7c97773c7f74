package dev.parley.conformance.abuse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.contract.Contract;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;

/** A WebSocket over which any bytes go; what comes is read frame by frame, by one thread. */
final class RawSocket implements AutoCloseable {
  private final RawWire wire;
  private final DataInputStream in;

  RawSocket(URI base, String path, String token) throws IOException {
    wire = new RawWire(base);
    wire.send(BadHandshakes.good(base, path, "Authorization: Bearer " + token + "\r\n"));
    in = new DataInputStream(wire.in());
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError("no upgrade: " + head);
    }
  }

  /** Sends bytes; that the server has closed already shows when it is read. */
  void send(byte[] bytes) throws IOException {
    try {
      wire.send(bytes);
    } catch (SocketException closed) {
      // A close frame was on its way meanwhile.
      assert closed.getMessage() != null;
    }
  }

  /** The next frame of this type; others are passed over. */
  JsonNode awaitType(String type) throws IOException {
    while (true) {
      Frame frame = read();
      if (frame.opcode == ClientFrames.CLOSE) {
        throw new AssertionError("closed with " + frame.closeCode() + ", no " + type);
      }
      if (frame.opcode == ClientFrames.TEXT) {
        JsonNode json = Contract.JSON.readTree(frame.payload);
        if (json.path("type").asText().equals(type)) {
          return json;
        }
      }
    }
  }

  /** The code that the server closes with, after which the connection has to end. */
  int awaitClose() throws IOException {
    Frame frame = read();
    while (frame.opcode != ClientFrames.CLOSE) {
      frame = read();
    }
    int code = frame.closeCode();
    send(ClientFrames.whole(ClientFrames.CLOSE, frame.payload));
    try {
      while (in.read() >= 0) {
        // Whatever was under way.
        continue;
      }
    } catch (SocketException reset) {
      return code;
    }
    return code;
  }

  private Frame read() throws IOException {
    try {
      int opcode = in.readUnsignedByte() & 0x0F;
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      return new Frame(opcode, in.readNBytes(length));
    } catch (EOFException e) {
      throw new AssertionError("The connection ended without a close frame", e);
    }
  }

  private record Frame(int opcode, byte[] payload) {
    int closeCode() {
      return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
