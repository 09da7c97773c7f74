package dev.parley.client.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * A server on the loopback that speaks RFC 6455 and {@code parley.v1} by hand, from one log per
 * topic, and misbehaves as a test tells it to. One monitor guards the logs and what is sent, so
 * that joining is seamless.
 */
final class FakeStreams implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerSocket listener;
  private final Map<String, List<String>> logs = new ConcurrentHashMap<>();
  private final List<Session> opened = new CopyOnWriteArrayList<>();
  private final AtomicInteger sessionCount = new AtomicInteger();
  final List<Session> sessions = new CopyOnWriteArrayList<>();
  final List<JsonNode> heard = new CopyOnWriteArrayList<>();
  final Map<String, String> refusedTopics = new ConcurrentHashMap<>();
  final Set<String> refusedTokens = ConcurrentHashMap.newKeySet();
  final AtomicInteger cuts = new AtomicInteger();
  final AtomicLong sentEvents = new AtomicLong();
  volatile String epoch = "e1";
  volatile int heartbeatSeconds = 30;
  volatile int tokenSeconds = 3600;
  volatile boolean mute;
  volatile boolean dropsEverySecondEvent;
  volatile boolean sendsTwice;

  /** After how many frames a new connection breaks, in the middle of one. */
  volatile IntSupplier cutAfter = () -> Integer.MAX_VALUE;

  FakeStreams() {
    try {
      listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread accepting = new Thread(this::accept, "fake-streams");
    accepting.setDaemon(true);
    accepting.start();
  }

  URI uri() {
    return URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/api/v1/ws");
  }

  /** Appends an event that holds its own number, and tells whoever has joined. */
  synchronized void append(String topic) {
    append(topic, "thing.added", "");
  }

  synchronized void append(String topic, String type, String padding) {
    List<String> log = logs.computeIfAbsent(topic, name -> new ArrayList<>());
    log.add("{\"type\":\"" + type + "\",\"padding\":\"" + padding + "\"");
    if (!mute) {
      for (Session session : sessions) {
        session.event(topic, log.size());
      }
    }
  }

  synchronized void truncate(String newEpoch) {
    epoch = newEpoch;
    logs.clear();
  }

  synchronized void sendToAll(String frame) {
    sessions.forEach(session -> session.send(frame));
  }

  synchronized void heartbeat() {
    for (Session session : sessions) {
      StringBuilder positions = new StringBuilder();
      session.joined.forEach(
          (topic, seq) ->
              positions
                  .append(positions.length() == 0 ? "" : ",")
                  .append(
                      "{\"topic\":\"%s\",\"epoch\":\"%s\",\"seq\":%d}"
                          .formatted(topic, epoch, size(topic))));
      session.send(
          "{\"type\":\"heartbeat\",\"time\":\""
              + Instant.now()
              + "\",\"positions\":["
              + positions
              + "]}");
    }
  }

  long connections() {
    return sessionCount.get();
  }

  private int size(String topic) {
    return logs.getOrDefault(topic, List.of()).size();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Session session = new Session(listener.accept());
        opened.add(session);
        Thread thread = new Thread(session::run, "fake-session");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    opened.forEach(Session::cut);
  }

  /** One connection. */
  final class Session {
    private final Socket socket;
    private final Map<String, Integer> joined = new TreeMap<>();
    private int framesLeft = cutAfter.getAsInt();
    private OutputStream out;
    volatile String token = "";
    volatile boolean silent;

    Session(Socket socket) {
      this.socket = socket;
    }

    private void run() {
      try (socket) {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        out = socket.getOutputStream();
        handshake(in);
        sessionCount.incrementAndGet();
        if (authenticate(token)) {
          synchronized (FakeStreams.this) {
            sessions.add(this);
          }
          for (String text = read(in); text != null; text = read(in)) {
            JsonNode frame = JSON.readTree(text);
            heard.add(frame);
            answer(frame);
          }
        }
      } catch (IOException e) {
        // The client or a test ended the connection.
      } finally {
        sessions.remove(this);
      }
    }

    private void answer(JsonNode frame) throws JsonProcessingException {
      switch (frame.path("type").asText()) {
        case "subscribe" -> {
          for (JsonNode topic : frame.path("topics")) {
            join(frame.path("id").asText(), topic);
          }
        }
        case "unsubscribe" -> {
          synchronized (FakeStreams.this) {
            for (JsonNode topic : frame.path("topics")) {
              joined.remove(topic.asText());
            }
          }
        }
        case "authenticate" -> {
          token = frame.path("token").asText();
          boolean unused = authenticate(token);
        }
        default -> send("{\"type\":\"pong\",\"time\":\"" + Instant.now() + "\"}");
      }
    }

    private boolean authenticate(String presented) {
      if (refusedTokens.contains(presented)) {
        send(
            "{\"type\":\"error\",\"code\":\"AUTH_FAILED\",\"detail\":\"no\",\"recoverable\":false,\"time\":\"%s\"}"
                .formatted(Instant.now()));
        close(4401);
        return false;
      }
      Instant now = Instant.now();
      send(
          """
          {"type":"welcome","time":"%s","connectionId":"0197b1f0-9c1e-7a5a-8f0e-3b1d6f2a4c55",
           "protocol":"parley.v1","heartbeatSeconds":%d,"expiresAt":"%s","limits":{"topicsPerFrame":100}}"""
              .formatted(now, heartbeatSeconds, now.plusSeconds(tokenSeconds)));
      return true;
    }

    private void join(String id, JsonNode asked) {
      String topic = asked.path("topic").asText();
      synchronized (FakeStreams.this) {
        String refusal = refusedTopics.get(topic);
        if (refusal != null) {
          send(
              "{\"type\":\"error\",\"id\":\"%s\",\"topic\":\"%s\",\"code\":\"%s\",\"detail\":\"no\",\"recoverable\":true}"
                  .formatted(id, topic, refusal));
          return;
        }
        int last = size(topic);
        int from = last;
        boolean snapshot = asked.path("snapshot").asBoolean();
        JsonNode since = asked.path("since");
        if (since.isObject()) {
          boolean known =
              since.path("epoch").asText().equals(epoch) && since.path("seq").asInt() <= last;
          if (known) {
            from = since.path("seq").asInt();
            snapshot = false;
          } else {
            send(
                "{\"type\":\"resync_required\",\"id\":\"%s\",\"topic\":\"%s\",\"reason\":\"epoch_changed\",\"epoch\":\"%s\",\"seq\":%d}"
                    .formatted(id, topic, epoch, last));
            if (!snapshot) {
              return;
            }
          }
        }
        send(
            "{\"type\":\"subscribed\",\"id\":\"%s\",\"topic\":\"%s\",\"epoch\":\"%s\",\"seq\":%d}"
                .formatted(id, topic, epoch, from));
        if (snapshot) {
          send(
              "{\"type\":\"snapshot\",\"id\":\"%s\",\"topic\":\"%s\",\"epoch\":\"%s\",\"seq\":%d,\"data\":{\"items\":%d}}"
                  .formatted(id, topic, epoch, last, last));
        }
        joined.put(topic, from);
        for (int seq = from + 1; seq <= last; seq++) {
          event(topic, seq);
        }
      }
    }

    private void event(String topic, int seq) {
      if (!joined.containsKey(topic) || (dropsEverySecondEvent && seq % 2 == 0)) {
        return;
      }
      String frame =
          logs.get(topic).get(seq - 1)
              + ",\"topic\":\"%s\",\"epoch\":\"%s\",\"seq\":%d,\"data\":{\"value\":%d}}"
                  .formatted(topic, epoch, seq, seq);
      sentEvents.incrementAndGet();
      send(frame);
      if (sendsTwice) {
        send(frame);
      }
    }

    void send(String text) {
      if (silent) {
        return;
      }
      byte[] payload = text.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      frame.write(0x81);
      if (payload.length < 126) {
        frame.write(payload.length);
      } else if (payload.length < 65536) {
        frame.write(126);
        frame.write(payload.length >> 8);
        frame.write(payload.length);
      } else {
        throw new IllegalArgumentException("too long for a test");
      }
      frame.writeBytes(payload);
      try {
        synchronized (out) {
          if (--framesLeft < 0) {
            out.write(frame.toByteArray(), 0, frame.size() / 2);
            cuts.incrementAndGet();
            cut();
            return;
          }
          out.write(frame.toByteArray());
        }
      } catch (IOException e) {
        cut();
      }
    }

    void close(int code) {
      try {
        synchronized (out) {
          out.write(new byte[] {(byte) 0x88, 2, (byte) (code >> 8), (byte) code});
        }
      } catch (IOException e) {
        cut();
      }
    }

    void cut() {
      sessions.remove(this);
      if (socket.isClosed()) {
        return;
      }
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // Somebody else closed it in the same moment.
        return;
      }
    }

    private void handshake(DataInputStream in) throws IOException {
      String key = "";
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
          key = line.substring(18).strip();
        } else if (line.regionMatches(true, 0, "Authorization: Bearer ", 0, 22)) {
          token = line.substring(22).strip();
        }
      }
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Protocol: parley.v1\r\nSec-WebSocket-Accept: "
                  + accept(key)
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
    }

    private static String accept(String key) {
      try {
        return Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-1")
                    .digest(
                        (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                            .getBytes(StandardCharsets.US_ASCII)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String line(DataInputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException();
        }
        if (c != '\r') {
          line.write(c);
        }
      }
      return line.toString(StandardCharsets.US_ASCII);
    }

    /**
     * The next text message; null when the client closes. Clients mask, and these never fragment.
     */
    private String read(DataInputStream in) throws IOException {
      while (true) {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length = second & 0x7f;
        if (length == 126) {
          length = in.readUnsignedShort();
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
          payload[i] ^= mask[i % 4];
        }
        switch (first & 0x0f) {
          case 1 -> {
            return new String(payload, StandardCharsets.UTF_8);
          }
          case 8 -> {
            return null;
          }
          default -> {
            // Control frames of the transport need no answer here.
          }
        }
      }
    }
  }
}
