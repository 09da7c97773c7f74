package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.platform.sample.TestClock;
import dev.parley.testing.TestDatabase;
import dev.parley.testing.TestServer;
import dev.parley.users.api.Role;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Forged and confused tokens at a whole server, over REST and WebSocket; and its log. */
class RefusedTokensIT {
  private static final String ME = "/api/v1/auth/me";
  private static final String OTHER_DEVICE = "another-device-another-one";
  private static final Map<String, String> SETTINGS =
      Map.of("AUTH_KEY_SECRET", "k".repeat(40), "PARLEY_ADMIN_PASSWORD", AuthNode.ADMIN_PASSWORD);

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path data;
  private static AuthNode node;
  private static TestServer server;
  private static IssuedTokens tokens;
  private static Forger forger;
  private static Map<String, String> forgeries;
  private static final Log LOG = new Log();

  /** Keeps all that is logged, down to the last detail of this server's own classes. */
  private static final class Log extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LoggerFactory.getLogger("ROOT");
    private final Logger own = (Logger) LoggerFactory.getLogger("dev.parley");

    void begin() {
      start();
      own.setLevel(Level.TRACE);
      root.addAppender(this);
    }

    void end() {
      root.detachAppender(this);
      own.setLevel(null);
    }

    @Override
    protected void append(ILoggingEvent event) {
      String thrown =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      lines.add(
          event.getFormattedMessage()
              + " "
              + event.getKeyValuePairs()
              + event.getMDCPropertyMap()
              + thrown);
    }
  }

  @BeforeAll
  static void start() throws Exception {
    TestDatabase database = AuthNode.database();
    node = new AuthNode(database, data, new TestClock(), SETTINGS).started();
    node.registered("ada", Role.USER);
    LOG.begin();
    server = TestServer.start(database, SETTINGS, Clock.systemUTC());
    tokens = node.signIn("ada");
    forger = new Forger(node.parts.keys.signing(), tokens.accessToken());
    forgeries = new LinkedHashMap<>(forger.forgeries(Clock.systemUTC().instant()));
    forgeries.put("refresh token", tokens.refreshToken().reveal());
  }

  @AfterAll
  static void stop() {
    server.close();
    LOG.end();
    node.close();
  }

  @Test
  void theGoodOneIsTakenAndSoIsOneMadeByHand() throws Exception {
    get(tokens.accessToken(), Optional.empty()).statusCode(200);
    get(forger.claimed(claims -> claims.put("jti", "another")), Optional.empty()).statusCode(200);
    assertThat(socket(tokens.accessToken(), Optional.empty()).frame().get(30, TimeUnit.SECONDS))
        .contains("\"type\":\"welcome\"");
  }

  @Test
  void everyForgeryIsRefusedOverRestAndSaysNotWhy() throws Exception {
    for (Map.Entry<String, String> forgery : forgeries.entrySet()) {
      String body =
          refused(get(forgery.getValue(), Optional.empty()))
              .body("detail", equalTo("The access token is not valid, or not any more"))
              .extract()
              .asString();
      assertThat(body).as(forgery.getKey()).doesNotContain(forgery.getValue());
    }
    refused(get(tokens.accessToken(), Optional.of(OTHER_DEVICE)));
  }

  @Test
  void everyForgeryIsRefusedOverWebSocket() throws Exception {
    for (Map.Entry<String, String> forgery : forgeries.entrySet()) {
      closed(forgery.getKey(), socket(forgery.getValue(), Optional.empty()));
    }
    closed("another device", socket(tokens.accessToken(), Optional.of(OTHER_DEVICE)));
  }

  @Test
  void noneOfThemIsInTheLog() throws Exception {
    for (String forgery : forgeries.values()) {
      get(forgery, Optional.empty());
      closed("forged", socket(forgery, Optional.empty()));
    }
    String trace =
        get(tokens.accessToken(), Optional.of(OTHER_DEVICE)).extract().header("X-Request-Id");
    assertThat(trace).hasSize(32);
    assertThat(LOG.lines).as("what is logged").isNotEmpty();
    for (Map.Entry<String, String> forgery : forgeries.entrySet()) {
      String[] parts = forgery.getValue().split("\\.");
      String telling = parts[parts.length - 1];
      for (String line : LOG.lines) {
        assertThat(line).as(forgery.getKey()).doesNotContain(forgery.getValue(), telling);
      }
    }
    assertThat(LOG.lines)
        .noneMatch(line -> line.contains(tokens.accessToken()) || line.contains(forger.part(1)))
        .noneMatch(line -> line.contains(OTHER_DEVICE));
  }

  private static ValidatableResponse get(String token, Optional<String> device) {
    var request = server.request().header("Authorization", "Bearer " + token);
    device.ifPresent(id -> request.header("X-Device-Id", id));
    return request.get(ME).then();
  }

  private static ValidatableResponse refused(ValidatableResponse answer) {
    return answer
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Bearer"))
        .body("code", equalTo("AUTH_FAILED"));
  }

  private static void closed(String as, Ends ends) throws Exception {
    assertThat(ends.frame().get(30, TimeUnit.SECONDS))
        .as(as)
        .contains("\"type\":\"error\"")
        .contains("\"code\":\"AUTH_FAILED\"");
    assertThat(ends.code().get(30, TimeUnit.SECONDS)).as(as).isEqualTo(4401);
  }

  /** The first frame of a socket, and the code it is closed with. */
  private record Ends(CompletableFuture<String> frame, CompletableFuture<Integer> code)
      implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      frame.complete(text.toString());
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int statusCode, String reason) {
      code.complete(statusCode);
      return CompletableFuture.completedFuture(null);
    }
  }

  private static Ends socket(String token, Optional<String> device) throws Exception {
    Ends ends = new Ends(new CompletableFuture<>(), new CompletableFuture<>());
    WebSocket.Builder builder =
        CLIENT
            .newWebSocketBuilder()
            .subprotocols("parley.v1")
            .header("Authorization", "Bearer " + token);
    device.ifPresent(id -> builder.header("X-Device-Id", id));
    builder
        .buildAsync(URI.create(server.url().replace("http:", "ws:") + "/api/v1/ws"), ends)
        .get(30, TimeUnit.SECONDS);
    return ends;
  }
}
