package dev.parley.conformance.abuse;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a {@link Swarm}: counts the events of a topic by their numbers and reads nothing
 * else of them. Written by the swarm's thread, read by any.
 */
final class Member {
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SEQ = "\"seq\":".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern POSITION = Pattern.compile("\"seq\":([0-9]+)");
  private static final Pattern CONNECTION = Pattern.compile("\"connectionId\":\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("\"code\":\"([A-Z_]+)\"");

  final SocketChannel channel;
  final int port;
  final boolean reads;
  private final byte[] event;
  private final String subscribe;
  private byte[] rest = {};
  private boolean upgraded;

  volatile boolean open;
  volatile boolean joined;
  volatile long first;
  volatile long last;
  final AtomicLong events = new AtomicLong();
  final AtomicLong lost = new AtomicLong();
  final AtomicLong doubled = new AtomicLong();
  volatile int closeCode;
  volatile boolean ended;
  volatile String connectionId = "";
  volatile @Nullable String complaint;

  /**
   * @param reads whether it reads on after it has joined
   * @param subscribe the frame to send once it is welcome; empty for none
   * @param eventType of the events to count
   */
  Member(SocketChannel channel, boolean reads, String subscribe, String eventType)
      throws IOException {
    this.channel = channel;
    this.reads = reads;
    this.subscribe = subscribe;
    this.event = ("{\"type\":\"" + eventType + "\"").getBytes(StandardCharsets.US_ASCII);
    this.port = channel.socket().getLocalPort();
  }

  /**
   * Takes what the server sent.
   *
   * @param buffer shared by all members; holds bytes from its start to its position
   */
  void received(ByteBuffer buffer) throws IOException {
    byte[] bytes = buffer.array();
    int end = buffer.position();
    int at = upgraded ? 0 : head(bytes, end);
    while (at < end) {
      int next = frame(bytes, at, end);
      if (next < 0) {
        break;
      }
      at = next;
    }
    rest = new byte[end - at];
    System.arraycopy(bytes, at, rest, 0, rest.length);
  }

  /** What was left over of the last frame. */
  byte[] rest() {
    return rest;
  }

  private int head(byte[] bytes, int end) {
    int at = find(bytes, 0, end, HEAD_END);
    if (at < 0) {
      return 0;
    }
    upgraded = true;
    String line = new String(bytes, 0, Math.min(end, 32), StandardCharsets.ISO_8859_1);
    open = line.startsWith("HTTP/1.1 101");
    if (!open) {
      complaint = "no upgrade: " + line;
    }
    return at + HEAD_END.length;
  }

  /** Where the next frame begins; negative if this one is not here as a whole. */
  private int frame(byte[] bytes, int at, int end) throws IOException {
    if (end - at < 2) {
      return -1;
    }
    int length = bytes[at + 1] & 0x7F;
    int begin = at + (length == 126 ? 4 : length == 127 ? 10 : 2);
    if (end < begin) {
      return -1;
    }
    if (length >= 126) {
      length = 0;
      for (int i = at + 2; i < begin; i++) {
        length = (length << 8) | (bytes[i] & 0xFF);
      }
    }
    if (end - begin < length) {
      return -1;
    }
    switch (bytes[at] & 0x0F) {
      case ClientFrames.TEXT -> text(bytes, begin, begin + length);
      case ClientFrames.PING -> send(ClientFrames.whole(ClientFrames.PONG, new byte[0]));
      case ClientFrames.CLOSE ->
          closeCode = length < 2 ? 1005 : ByteBuffer.wrap(bytes, begin, 2).getShort() & 0xFFFF;
      case ClientFrames.PONG -> {}
      default -> complaint = "frame " + bytes[at];
    }
    return begin + length;
  }

  private void text(byte[] bytes, int begin, int end) throws IOException {
    if (startsWith(bytes, begin, end, event)) {
      event(number(bytes, find(bytes, begin, end, SEQ) + SEQ.length));
      return;
    }
    String frame = new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    if (frame.startsWith("{\"type\":\"welcome\"")) {
      connectionId = group(CONNECTION, frame);
      if (!subscribe.isEmpty()) {
        send(ClientFrames.text(subscribe));
      }
    } else if (frame.startsWith("{\"type\":\"subscribed\"")) {
      first = Long.parseLong(group(POSITION, frame));
      last = first;
      joined = true;
    } else if (frame.startsWith("{\"type\":\"error\"")) {
      complaint = group(CODE, frame);
    } else if (!frame.startsWith("{\"type\":\"heartbeat\"")
        && !frame.startsWith("{\"type\":\"pong\"")) {
      complaint = frame;
    }
  }

  private void event(long seq) {
    events.incrementAndGet();
    if (seq <= last) {
      doubled.incrementAndGet();
    } else {
      lost.addAndGet(seq - last - 1);
      last = seq;
    }
  }

  /** Sends a frame that surely fits what the system takes at once. */
  void send(byte[] frame) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(frame);
    channel.write(out);
    if (out.hasRemaining()) {
      throw new IOException("The server does not read");
    }
  }

  private static long number(byte[] bytes, int at) {
    long value = 0;
    for (int i = at; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      value = value * 10 + bytes[i] - '0';
    }
    return value;
  }

  private static boolean startsWith(byte[] bytes, int at, int end, byte[] wanted) {
    if (end - at < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static int find(byte[] bytes, int from, int end, byte[] wanted) {
    for (int at = from; at <= end - wanted.length; at++) {
      if (startsWith(bytes, at, end, wanted)) {
        return at;
      }
    }
    return -1;
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
