package dev.parley.client.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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
  volatile boolean ignoresSubscribes;
  volatile boolean saysWelcome = true;
  volatile int neverSends;

  /**
   * Every how many cuts one is an orderly end of the connection, instead of a reset; 0 is never.
   */
  volatile int endsEvery = 40;

  volatile int topicsPerFrame = 100;
  volatile int handshakeStatus = 101;
  volatile String protocol = "parley.v1";
  volatile CountDownLatch handshakeGate = new CountDownLatch(0);
  final AtomicInteger losesSubscribes = new AtomicInteger();

  /** The next subscribe is refused, with this many milliseconds to wait. */
  final AtomicLong refusesSubscribesFor = new AtomicLong();

  final AtomicInteger ends = new AtomicInteger();

  /** After how many frames a new connection breaks, in the middle of one. */
  volatile IntSupplier cutAfter = () -> Integer.MAX_VALUE;

  FakeStreams() {
    try {
      listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
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

    /** The access token; {@code key } and the API key, where that was shown. */
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
          for (String text = Rfc6455.read(in); text != null; text = Rfc6455.read(in)) {
            JsonNode frame = JSON.readTree(text);
            heard.add(frame);
            answer(frame);
          }
        }
      } catch (IOException e) {
        // The client or a test ended the connection.
      } finally {
        sessions.remove(this);
        int unused = ends.incrementAndGet();
      }
    }

    private void answer(JsonNode frame) throws JsonProcessingException {
      switch (frame.path("type").asText()) {
        case "subscribe" -> {
          if (ignoresSubscribes) {
            return;
          }
          long pause = refusesSubscribesFor.getAndSet(0);
          if (pause > 0) {
            send(
                "{\"type\":\"error\",\"id\":\"%s\",\"code\":\"RATE_LIMIT_EXCEEDED\",\"detail\":\"too many\",\"recoverable\":true,\"retryAfterMs\":%d}"
                    .formatted(frame.path("id").asText(), pause));
            return;
          }
          if (losesSubscribes.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            send(
                "{\"type\":\"error\",\"code\":\"RATE_LIMIT_EXCEEDED\",\"detail\":\"lost\",\"recoverable\":true}");
            return;
          }
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
      if (!saysWelcome) {
        return true;
      }
      Instant now = Instant.now();
      send(
          """
          {"type":"welcome","time":"%s","connectionId":"0197b1f0-9c1e-7a5a-8f0e-3b1d6f2a4c55",
           "protocol":"parley.v1","heartbeatSeconds":%d,"expiresAt":"%s","limits":{"topicsPerFrame":%d}}"""
              .formatted(now, heartbeatSeconds, now.plusSeconds(tokenSeconds), topicsPerFrame));
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
        for (int seq = from + 1; seq <= last && !socket.isClosed(); seq++) {
          event(topic, seq);
        }
      }
    }

    private void event(String topic, int seq) {
      if (!joined.containsKey(topic)
          || seq == neverSends
          || (dropsEverySecondEvent && seq % 2 == 0)) {
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
      send(Rfc6455.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void send(int opcode, byte[] payload) {
      byte[] frame = Rfc6455.frame(opcode, payload);
      try {
        synchronized (out) {
          if (--framesLeft < 0) {
            out.write(frame, 0, frame.length / 2);
            int cut = cuts.incrementAndGet();
            if (endsEvery > 0 && cut % endsEvery == 0) {
              socket.shutdownOutput();
            }
            cut();
            return;
          }
          out.write(frame);
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
        if (!socket.isOutputShutdown()) {
          socket.setSoLinger(true, 0);
        }
        socket.close();
      } catch (IOException e) {
        // Somebody else closed it in the same moment.
        return;
      }
    }

    private void handshake(DataInputStream in) throws IOException {
      String key = "";
      for (String line = Rfc6455.line(in); !line.isEmpty(); line = Rfc6455.line(in)) {
        if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
          key = line.substring(18).strip();
        } else if (line.regionMatches(true, 0, "Authorization: Bearer ", 0, 22)) {
          token = line.substring(22).strip();
        } else if (line.regionMatches(true, 0, "X-Api-Key:", 0, 10)) {
          token = "key " + line.substring(10).strip();
        }
      }
      try {
        handshakeGate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (handshakeStatus != 101) {
        String refusal = "HTTP/1.1 " + handshakeStatus + " No\r\nContent-Length: 0\r\n\r\n";
        out.write(refusal.getBytes(StandardCharsets.US_ASCII));
        throw new IOException("refused");
      }
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + (protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n")
                  + "Sec-WebSocket-Accept: "
                  + Rfc6455.accept(key)
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
    }
  }
}
