package dev.parley.conformance.abuse;

import static dev.parley.conformance.abuse.ClientFrames.CLOSE;
import static dev.parley.conformance.abuse.ClientFrames.CONTINUATION;
import static dev.parley.conformance.abuse.ClientFrames.PING;
import static dev.parley.conformance.abuse.ClientFrames.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Sockets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Frames that break the protocol, which end their socket, and texts that break the contract. */
final class BadFrames {
  private static final int FINAL = 0x80;
  private static final int RESERVED_OPCODE = 0x3;
  private static final byte[] SPLIT = {'"', (byte) 0xC3};

  private BadFrames() {}

  /** What ends a socket, each on every path. */
  static List<Attack> fatal() {
    List<Attack> all = new ArrayList<>();
    for (String path : Victim.socketPaths()) {
      frames()
          .forEach(
              (name, frame) ->
                  all.add(new Attack(path + ": " + name, victim -> closed(victim, path, frame))));
    }
    return all;
  }

  /**
   * @param code the socket has to be closed with
   */
  private record Bad(int code, byte[] bytes) {}

  private static Map<String, Bad> frames() {
    byte[] text = "{}".getBytes(StandardCharsets.US_ASCII);
    Map<String, Bad> all = new LinkedHashMap<>();
    all.put("no mask", new Bad(1002, ClientFrames.unmasked(TEXT, text)));
    for (int bit : new int[] {0x40, 0x20, 0x10}) {
      all.put("reserved bit " + bit, new Bad(1002, ClientFrames.frame(FINAL | bit | TEXT, text)));
    }
    for (int opcode = RESERVED_OPCODE; opcode < 0x10; opcode++) {
      if (opcode < CLOSE || opcode > ClientFrames.PONG) {
        all.put("opcode " + opcode, new Bad(1002, ClientFrames.whole(opcode, text)));
      }
    }
    all.put("a ping in parts", new Bad(1002, ClientFrames.part(PING, text)));
    all.put("a close in parts", new Bad(1002, ClientFrames.part(CLOSE, close(1000))));
    all.put("a long ping", new Bad(1002, ClientFrames.whole(PING, new byte[126])));
    all.put("a part of nothing", new Bad(1002, ClientFrames.whole(CONTINUATION, text)));
    all.put(
        "a message within a message",
        new Bad(1002, joined(ClientFrames.part(TEXT, text), ClientFrames.whole(TEXT, text))));
    all.put("half a close code", new Bad(1002, ClientFrames.whole(CLOSE, new byte[1])));
    for (int code : new int[] {0, 999, 1004, 1005, 1006, 1012, 1015, 1016, 2999, 5000, 65535}) {
      all.put("close code " + code, new Bad(1002, ClientFrames.whole(CLOSE, close(code))));
    }
    all.put("a binary frame", new Bad(1003, ClientFrames.whole(ClientFrames.BINARY, text)));
    all.put("1 MB", new Bad(1009, ClientFrames.whole(TEXT, new byte[1 << 20])));
    all.put("2^62 bytes", new Bad(1009, ClientFrames.announced(TEXT, 1L << 62)));
    all.put("-1 bytes", new Bad(1009, ClientFrames.announced(TEXT, -1)));
    for (byte[] bytes : new byte[][] {{(byte) 0xFF}, {(byte) 0xC0, (byte) 0x80}, SPLIT}) {
      all.put("no UTF-8 " + bytes[0], new Bad(1007, ClientFrames.whole(TEXT, bytes)));
    }
    all.put("a surrogate", new Bad(1007, ClientFrames.whole(TEXT, bytes(0xED, 0xA0, 0x80))));
    all.put(
        "no UTF-8 across parts",
        new Bad(
            1007,
            joined(ClientFrames.part(TEXT, SPLIT), ClientFrames.whole(CONTINUATION, bytes(0x28)))));
    return all;
  }

  private static byte[] close(int code) {
    return ByteBuffer.allocate(2).putShort((short) code).array();
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] joined(byte[] one, byte[] two) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(one);
    all.writeBytes(two);
    return all.toByteArray();
  }

  private static void closed(Victim victim, String path, Bad bad) throws Exception {
    try (RawSocket socket = new RawSocket(victim.url(), path, victim.token())) {
      socket.awaitType("welcome");
      socket.send(bad.bytes());
      assertThat(socket.awaitClose()).isEqualTo(bad.code());
    }
  }

  /** What is answered with an error frame, after which the socket goes on. */
  static List<Attack> bearable() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("nothing", "");
    texts.put("depth", "[".repeat(60_000));
    texts.put("an object in an object", "{\"type\":".repeat(8_000));
    texts.put("a name twice", "{\"type\":\"ping\",\"type\":\"ping\"}");
    texts.put("a huge number", since("1e400000"));
    texts.put("a long number", since("9".repeat(50_000)));
    texts.put("a negative number", since("-1"));
    texts.put("NUL", "{\"type\":\"ping\",\"id\":\"\\u0000\"}");
    texts.put("half a surrogate", "{\"type\":\"ping\",\"id\":\"\\ud800\"}");
    texts.put("two frames in one", "{\"type\":\"ping\"}{\"type\":\"ping\"}");
    texts.put(
        "UTF-16", new String("{}".getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_8));
    texts.put(
        "1,000 subscriptions", Sockets.subscribe("1", true, numbered("quotes:S", 1000)).toString());
    for (String sql : Injection.PAYLOADS) {
      texts.put("topic " + sql, Sockets.subscribe("1", true, List.of("orders" + sql)).toString());
    }
    List<Attack> all = new ArrayList<>();
    texts.forEach((name, text) -> all.add(new Attack(name, victim -> borne(victim, text))));
    return all;
  }

  private static String since(String seq) {
    return "{\"type\":\"subscribe\",\"topics\":[{\"topic\":\"orders\",\"since\":{\"epoch\":\"e\",\"seq\":"
        + seq
        + "}}]}";
  }

  private static List<String> numbered(String prefix, int count) {
    List<String> all = new ArrayList<>(Collections.nCopies(count, prefix));
    for (int i = 0; i < count; i++) {
      all.set(i, prefix + i);
    }
    return all;
  }

  private static void borne(Victim victim, String text) throws Exception {
    try (RawSocket socket = new RawSocket(victim.url(), Sockets.EVERYTHING, victim.token())) {
      socket.awaitType("welcome");
      socket.send(ClientFrames.text(text));
      JsonNode error = socket.awaitType("error");
      assertThat(error.path("code").asText())
          .isIn("MALFORMED_REQUEST", "VALIDATION_ERROR", "NOT_FOUND");
      assertThat(error.path("recoverable").asBoolean()).isTrue();
      socket.send(ClientFrames.text("{\"type\":\"ping\",\"id\":\"after\"}"));
      assertThat(socket.awaitType("pong").path("id").asText()).isEqualTo("after");
    }
  }
}
