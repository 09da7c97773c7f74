package dev.parley.platform.ws;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client that reads only when told, with hardly any room in its operating system. */
final class RawSocket implements AutoCloseable {
  private static final int RECEIVE_BUFFER = 4096;

  private final Socket socket = new Socket();
  private final DataInputStream in;

  RawSocket(SocketNode server, String token) throws IOException {
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
    socket.setSoTimeout(10_000);
    in = new DataInputStream(socket.getInputStream());
    String request =
        "GET /api/v1/ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
            + token
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    skipHead(in);
  }

  private static void skipHead(InputStream in) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("no answer to the handshake");
      }
      boolean wanted = c == (matched % 2 == 0 ? '\r' : '\n');
      matched = wanted ? matched + 1 : 0;
    }
  }

  void send(String text) throws IOException {
    byte[] payload = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
    frame.put((byte) 0x81).put((byte) (0x80 | 126)).putShort((short) payload.length);
    frame.putInt(0).put(payload);
    socket.getOutputStream().write(frame.array());
  }

  /** Sends so many empty pings at once. */
  void ping(int times) throws IOException {
    ByteBuffer frames = ByteBuffer.allocate(6 * times);
    for (int i = 0; i < times; i++) {
      frames.put((byte) 0x89).put((byte) 0x80).putInt(0);
    }
    socket.getOutputStream().write(frames.array());
  }

  /** The next text frame; a close frame is answered as {@code close 4408}. */
  String read() throws IOException {
    while (true) {
      int opcode = in.readUnsignedByte() & 0x0F;
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = (int) in.readLong();
      }
      byte[] payload = in.readNBytes(length);
      if (opcode == 8) {
        return "close " + ByteBuffer.wrap(payload).getShort();
      }
      if (opcode == 1) {
        return new String(payload, StandardCharsets.UTF_8);
      }
    }
  }

  /** Reads what is left until the connection ends. */
  void drain() throws IOException {
    byte[] rest = new byte[8192];
    while (in.read(rest) >= 0) {
      // Only the end matters.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
