package dev.parley.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Api;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.peers.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A second server, on which little is allowed: few requests a minute, tokens that soon expire, and
 * a first admin who has not changed the password yet, whose token is good for nothing but that.
 * What it answers counts for the run. Thread-safe.
 */
public final class SmallServer implements AutoCloseable {
  /** The one scope of a token whose owner must change the password. */
  public static final String SCOPE = "password:change";

  private static final Duration LIFE = Duration.ofSeconds(30);
  private static final int PLACES = 2;
  private static final String LOGIN =
      """
      POST /api/v1/auth/login HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Content-Length: 37\r
      \r
      {"username":"nobody","password":"no"}""";
  private static final String NEXT_PASSWORD = "a third horse and a third staple";

  private final ServerProcess server;
  private final Api api;
  private final ReentrantLock lock = new ReentrantLock();
  private final String first;
  private final Instant firstEnds;
  private final List<Socket> holds = new ArrayList<>();
  private @Nullable Jam jam;
  private String password = ServerProcess.ADMIN_PASSWORD;
  private String token;
  private Instant fresh;

  SmallServer(Coverage coverage, Peers peers) {
    Map<String, String> settings = new HashMap<>(peers.settings());
    settings.put("AUTH_ACCESS_TTL", LIFE.toSeconds() + "s");
    settings.put("HTTP_CONCURRENCY", Integer.toString(PLACES));
    settings.put("HTTP_PATIENCE", "100ms");
    settings.put("RATE_LIMIT_TRADE", "2");
    settings.put("RATE_LIMIT_QUERY", "3");
    settings.put("RATE_LIMIT_LOGIN_ADDRESS", "60");
    server = ServerProcess.start(settings);
    api = new Api(server.url(), coverage);
    token = login().path("accessToken").asText();
    fresh = Instant.now().plus(LIFE.dividedBy(3));
    first = token;
    firstEnds = Instant.now().plus(LIFE);
  }

  public Api api() {
    return api;
  }

  public URI url() {
    return server.url();
  }

  /**
   * Sends a request while all places among the requests in progress are taken, by sign-ins that
   * wait for the database; again until it meets them, for they are given up after a while.
   */
  public Answer busy(Request request) {
    lock.lock();
    try {
      return Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                Answer answer = api.call(request);
                if (answer.status() != 503) {
                  hold();
                }
                return answer;
              },
              answer -> answer.status() == 503);
    } finally {
      lock.unlock();
    }
  }

  private void hold() throws IOException {
    if (jam == null) {
      jam = new Jam(server, "users.account");
    }
    for (int i = 0; i < PLACES; i++) {
      Socket socket = new Socket(server.url().getHost(), server.url().getPort());
      socket.getOutputStream().write(LOGIN.getBytes(StandardCharsets.US_ASCII));
      holds.add(socket);
    }
  }

  /** Gives the places back, and waits until they are. */
  private void calm() {
    Jam present = jam;
    if (present == null) {
      return;
    }
    present.close();
    jam = null;
    for (Socket socket : holds) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    holds.clear();
    Request any =
        Request.of(
            Contract.all().operation("getAuthHealth"),
            Map.of(),
            JsonNodeFactory.instance.missingNode());
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> api.call(any), answer -> answer.status() == 200);
  }

  /** A token whose one scope is to change the password; none after {@link #full()}. */
  public String limited() {
    lock.lock();
    try {
      if (!password.equals(ServerProcess.ADMIN_PASSWORD)) {
        throw new IllegalStateException("The password has been changed");
      }
      return renewed();
    } finally {
      lock.unlock();
    }
  }

  /** A token that has expired; waits for that, half a minute after the start. */
  public String expired() {
    lock.lock();
    try {
      calm();
    } finally {
      lock.unlock();
    }
    Awaitility.await()
        .atMost(LIFE.multipliedBy(2))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> Instant.now().isAfter(firstEnds.plusSeconds(1)));
    return first;
  }

  /** A token with every scope; from the first call on there is no {@link #limited()} one. */
  public String full() {
    lock.lock();
    try {
      if (password.equals(ServerProcess.ADMIN_PASSWORD)) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        change.put("currentPassword", password).put("newPassword", NEXT_PASSWORD);
        Answer changed =
            api.call(
                Contract.all().operation("changePassword"),
                Map.of(),
                change,
                Optional.of(renewed()));
        password = NEXT_PASSWORD;
        token = changed.json().path("accessToken").asText();
        fresh = Instant.now().plus(LIFE.dividedBy(3));
      }
      return renewed();
    } finally {
      lock.unlock();
    }
  }

  private String renewed() {
    calm();
    if (Instant.now().isAfter(fresh)) {
      token = login().path("accessToken").asText();
      fresh = Instant.now().plus(LIFE.dividedBy(3));
    }
    return token;
  }

  /** Signs in, as soon as the limits let it. */
  private JsonNode login() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("username", "admin").put("password", password);
    Answer answer =
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> api.call(Contract.all().operation("login"), Map.of(), body, Optional.empty()),
                a -> a.status() != 429);
    if (answer.status() != 200) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
    return answer.json();
  }

  @Override
  public void close() {
    server.close();
  }
}
