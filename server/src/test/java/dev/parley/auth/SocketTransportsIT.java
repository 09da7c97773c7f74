package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testing.TestDatabase;
import dev.parley.testing.TestServer;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every way to say who opens a socket, on two servers of one database. */
class SocketTransportsIT {
  private static final String AUTH = "/api/v1/auth/";
  private static final String SOCKET = "/api/v1/ws";
  private static final String PASSWORD = "words for the top 42";
  private static final Map<String, String> SETTINGS = Map.of("AUTH_KEY_SECRET", "k".repeat(40));
  private static final long PATIENCE = 30;

  private static TestDatabase database;
  private static TestServer server;
  private static TestServer other;
  private static String token;

  @BeforeAll
  static void start() {
    database = TestDatabase.fresh();
    server = TestServer.start(database, SETTINGS, Clock.systemUTC());
    other = TestServer.start(database, SETTINGS, Clock.systemUTC());
    String first =
        json()
            .body(Map.of("username", "admin", "password", TestServer.ADMIN_PASSWORD))
            .post(AUTH + "login")
            .then()
            .statusCode(200)
            .extract()
            .path("accessToken");
    token =
        bearer(first)
            .body(Map.of("currentPassword", TestServer.ADMIN_PASSWORD, "newPassword", PASSWORD))
            .post(AUTH + "password")
            .then()
            .statusCode(200)
            .extract()
            .path("accessToken");
  }

  @AfterAll
  static void stop() {
    other.close();
    server.close();
  }

  @Test
  void aTicketOpensOneSocketOnAnyServer() {
    String ticket = ticket();
    assertThat(open(other, SOCKET + "?ticket=" + ticket).welcomed().path("expiresAt").asText())
        .isNotEmpty();
    refused(open(server, SOCKET + "?ticket=" + ticket), "AUTH_FAILED", 4401);
    refused(open(other, SOCKET + "?ticket=" + ticket), "AUTH_FAILED", 4401);
  }

  @Test
  void ofManyWhoTryATicketAtOnceOneGetsIn() {
    String ticket = ticket();
    List<Socket> sockets =
        IntStream.range(0, 6)
            .mapToObj(i -> open(i % 2 == 0 ? server : other, SOCKET + "?ticket=" + ticket))
            .toList();
    List<String> first =
        sockets.stream().map(socket -> socket.next().path("type").asText()).toList();
    assertThat(first).containsOnlyOnce("welcome").contains("error");
  }

  @Test
  void aTicketLivesNoLongerThanItShould() throws SQLException {
    String ticket = ticket();
    execute("UPDATE auth.ws_ticket SET ends_at = now() - interval '1 second'");
    refused(open(server, SOCKET + "?ticket=" + ticket), "AUTH_FAILED", 4401);
    String orphan = ticket();
    execute("UPDATE auth.ws_ticket SET expires_at = now() - interval '1 second'");
    refused(open(server, SOCKET + "?ticket=" + orphan), "AUTH_FAILED", 4401);
  }

  @Test
  void aTicketIsGoodForNothingElse() {
    String ticket = ticket();
    json().get(AUTH + "me?ticket=" + ticket).then().statusCode(401);
    bearer(ticket).get(AUTH + "me").then().statusCode(401);
    json().header("X-Api-Key", ticket).get(AUTH + "me").then().statusCode(401);
    refused(open(server, "/ws/events?ticket=" + ticket), "AUTH_FAILED", 4401);
    open(server, SOCKET + "?ticket=" + ticket).welcomed();
  }

  @Test
  void twoWaysThatDifferAreRefused() {
    String ticket = ticket();
    refused(
        open(server, SOCKET + "?ticket=" + ticket, "Authorization", "Bearer " + token),
        "CREDENTIALS_CONFLICT",
        4401);
    refused(
        open(server, SOCKET, "Authorization", "Bearer " + token, "X-Api-Key", "ak_x"),
        "CREDENTIALS_CONFLICT",
        4401);
  }

  @Test
  void aPageThatHasCookiesNeedsNothingMore() {
    String cookie = "__Host-parley-access=" + token;
    open(server, SOCKET, "Cookie", cookie, "Origin", server.url()).welcomed();
    Socket dialect = open(server, "/ws/events", "Cookie", cookie, "Origin", server.url());
    assertThat(dialect.next().toString()).contains("server_ready");
    refused(
        open(server, SOCKET + "?ticket=" + ticket(), "Cookie", cookie, "Origin", server.url()),
        "CREDENTIALS_CONFLICT",
        4401);
    refused(
        open(server, SOCKET, "Cookie", cookie + "x", "Origin", server.url()), "AUTH_FAILED", 4401);
    assertThat(handshakeOf("Cookie", cookie)).isEqualTo(403);
    assertThat(handshakeOf("Cookie", cookie, "Origin", "https://evil.example")).isEqualTo(403);
    assertThat(handshakeOf("Cookie", cookie, "Origin", "null")).isEqualTo(403);
  }

  @Test
  void aPageRenewsItsSocketWithATicket() {
    String cookie = "__Host-parley-access=" + token;
    Socket socket = open(server, SOCKET, "Cookie", cookie, "Origin", server.url());
    socket.welcomed();
    String ticket = ticket();
    socket.send("{\"type\":\"authenticate\",\"token\":\"" + ticket + "\"}");
    socket.welcomed();
    socket.send("{\"type\":\"authenticate\",\"token\":\"" + ticket + "\"}");
    refused(socket, "AUTH_FAILED", 4401);
  }

  @Test
  void anApiKeyOpensASocketUntilItIsRevoked() {
    JsonPath key =
        bearer(token)
            .body(Map.of("name", "Stream", "scopes", List.of("orders:read", "profile:read")))
            .post(AUTH + "api-keys")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    String secret = key.getString("secret");
    json()
        .header("X-Api-Key", secret)
        .get(AUTH + "me")
        .then()
        .statusCode(200)
        .body("sessionId", equalTo(key.getString("id")));
    Socket socket = open(other, SOCKET, "X-Api-Key", secret);
    assertThat(socket.welcomed().path("expiresAt").asText()).isEqualTo(key.getString("expiresAt"));
    Socket dialect = open(other, "/ws/events", "X-Api-Key", secret);
    String held =
        json()
            .header("X-Api-Key", secret)
            .post(AUTH + "ws-tickets")
            .then()
            .statusCode(200)
            .extract()
            .path("ticket");
    Socket byTicket = open(server, SOCKET + "?ticket=" + held);
    byTicket.welcomed();
    bearer(token).delete(AUTH + "api-keys/" + key.getString("id")).then().statusCode(204);
    assertThat(socket.closed()).isEqualTo(4401);
    assertThat(dialect.closed()).isEqualTo(4401);
    assertThat(byTicket.closed()).isEqualTo(4401);
    json().header("X-Api-Key", secret).get(AUTH + "me").then().statusCode(401);
    refused(open(other, SOCKET, "X-Api-Key", secret), "AUTH_FAILED", 4401);
  }

  @Test
  void anApiKeySignsNobodyOutAndMakesNoKeys() {
    String secret =
        bearer(token)
            .body(Map.of("name", "Reader", "scopes", List.of("api-keys:read", "profile:read")))
            .post(AUTH + "api-keys")
            .then()
            .statusCode(201)
            .extract()
            .path("secret");
    json().header("X-Api-Key", secret).post(AUTH + "logout").then().statusCode(403);
    json()
        .header("X-Api-Key", secret)
        .body(Map.of("name", "Child", "scopes", List.of("profile:read")))
        .post(AUTH + "api-keys")
        .then()
        .statusCode(403);
    json().header("X-Api-Key", secret).get(AUTH + "me").then().statusCode(200);
  }

  private static void refused(Socket socket, String code, int close) {
    assertThat(socket.next().toString()).contains(code);
    assertThat(socket.closed()).isEqualTo(close);
  }

  /** The status of a handshake that is refused. */
  private static int handshakeOf(String... headers) {
    CompletionException refused =
        catchThrowableOfType(
            CompletionException.class, () -> open(server, SOCKET, headers).welcomed());
    return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
  }

  private static String ticket() {
    return bearer(token).post(AUTH + "ws-tickets").then().statusCode(200).extract().path("ticket");
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Socket open(TestServer on, String path, String... headers) {
    Socket socket = new Socket();
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (path.startsWith(SOCKET)) {
      builder.subprotocols("parley.v1");
    }
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    socket.socket =
        builder.buildAsync(URI.create(on.url().replace("http:", "ws:") + path), socket).join();
    return socket;
  }

  private static RequestSpecification json() {
    return server.request().contentType(ContentType.JSON);
  }

  private static RequestSpecification bearer(String credential) {
    return json().header("Authorization", "Bearer " + credential);
  }

  /** Keeps the frames of a socket and the code it is closed with. */
  private static final class Socket implements WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;

    void send(String frame) {
      Objects.requireNonNull(socket, "socket").sendText(frame, true).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          frames.add(JSON.readTree(text.toString()));
        } catch (JsonProcessingException e) {
          throw new IllegalStateException(e);
        }
        text.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
      code.complete(statusCode);
      return CompletableFuture.completedFuture(null);
    }

    JsonNode next() {
      try {
        JsonNode frame = frames.poll(PATIENCE, TimeUnit.SECONDS);
        assertThat(frame).as("a frame").isNotNull();
        return frame;
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    JsonNode welcomed() {
      JsonNode frame = next();
      assertThat(frame.path("type").asText()).as("%s", frame).isEqualTo("welcome");
      return frame;
    }

    int closed() {
      return code.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }
  }
}
