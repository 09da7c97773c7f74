package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.event.LogKey;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets a socket, and how long it lasts. */
class HandshakeIT {
  @RegisterExtension static final SocketNodes NODES = new SocketNodes();

  private final UUID user = UUID.randomUUID();

  @Test
  void welcomesABearerTokenAndTellsItsLimits() {
    SocketNode server = NODES.start();
    TestSocket socket = TestSocket.open(server.uri("/api/v1/ws"), server.token(user));
    JsonNode welcome = socket.await("welcome");
    assertThat(welcome.path("protocol").asText()).isEqualTo("parley.v1");
    assertThat(welcome.path("heartbeatSeconds").asInt()).isEqualTo(30);
    assertThat(welcome.path("limits").path("frameBytes").asInt()).isEqualTo(65536);
    assertThat(welcome.has("id")).isFalse();
    assertThat(socket.socket().getSubprotocol()).isEqualTo("parley.v1");
  }

  @Test
  void welcomesAFirstAuthenticateFrameAndRefusesOthersBefore() {
    SocketNode server = NODES.start();
    TestSocket socket = TestSocket.open(server.uri("/api/v1/ws"), null);
    socket.send("{'type':'ping','id':'a'}");
    JsonNode error = socket.await("error");
    assertThat(error.path("code").asText()).isEqualTo("UNAUTHENTICATED");
    assertThat(error.path("id").asText()).isEqualTo("a");
    socket.send("{'type':'authenticate','id':'b','token':'" + server.token(user) + "'}");
    assertThat(socket.await("welcome").path("id").asText()).isEqualTo("b");
    socket.send("{'type':'ping','id':'c'}");
    assertThat(socket.await("pong").path("id").asText()).isEqualTo("c");
  }

  @Test
  void refusedCredentialsAreToldAndClosed() {
    SocketNode server = NODES.start();
    TestSocket header = TestSocket.open(server.uri("/api/v1/ws"), "nonsense");
    JsonNode error = header.await("error");
    assertThat(error.path("code").asText()).isEqualTo("AUTH_FAILED");
    assertThat(error.path("recoverable").asBoolean()).isFalse();
    assertThat(header.closeCode()).isEqualTo(4401);
    TestSocket frame = TestSocket.open(server.uri("/api/v1/ws"), null);
    frame.send("{'type':'authenticate','id':'x','token':'nonsense'}");
    assertThat(frame.await("error").path("id").asText()).isEqualTo("x");
    assertThat(frame.closeCode()).isEqualTo(4401);
  }

  @Test
  void credentialsThatDifferAreToldAndClosed() {
    SocketNode server = NODES.start();
    TestSocket socket =
        TestSocket.open(server.uri("/api/v1/ws"), server.token(user), "X-Api-Key", "pk_1");
    JsonNode error = socket.await("error");
    assertThat(error.path("code").asText()).isEqualTo("CREDENTIALS_CONFLICT");
    assertThat(error.path("recoverable").asBoolean()).isFalse();
    assertThat(socket.closeCode()).isEqualTo(4401);
  }

  @Test
  void closesASocketThatPresentsNothing() {
    SocketNode server = NODES.start("WS_AUTHENTICATE_WITHIN=300ms");
    TestSocket socket = TestSocket.open(server.uri("/api/v1/ws"), null);
    assertThat(socket.await("error").path("code").asText()).isEqualTo("AUTH_FAILED");
    assertThat(socket.closeCode()).isEqualTo(4401);
  }

  @Test
  void refusesAForeignOriginWith403() {
    SocketNode server = NODES.start("CORS_ORIGINS=https://app.example");
    assertThatThrownBy(
            () ->
                TestSocket.open(
                    server.uri("/api/v1/ws"), server.token(user), "Origin", "https://evil.example"))
        .satisfies(e -> assertThat(root(e).getResponse().statusCode()).isEqualTo(403));
    TestSocket listed =
        TestSocket.open(
            server.uri("/api/v1/ws"), server.token(user), "Origin", "https://app.example");
    assertThat(listed.await("welcome")).isNotNull();
    TestSocket own =
        TestSocket.open(
            server.uri("/api/v1/ws"),
            server.token(user),
            "Origin",
            "http://127.0.0.1:" + server.port());
    assertThat(own.await("welcome")).isNotNull();
  }

  private static WebSocketHandshakeException root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof WebSocketHandshakeException)) {
      cause = cause.getCause();
    }
    return (WebSocketHandshakeException) cause;
  }

  @Test
  void leavesUpgradesOfOtherPathsToHttp() {
    SocketNode server = NODES.start();
    assertThatThrownBy(() -> TestSocket.open(server.uri("/nowhere"), server.token(user)))
        .satisfies(e -> assertThat(root(e).getResponse().statusCode()).isEqualTo(404));
  }

  @Test
  void limitsTheConnectionsOfAUser() {
    SocketNode server = NODES.start("WS_MAX_CONNECTIONS_PER_USER=2");
    TestSocket first = server.connect(user);
    TestSocket second = server.connect(user);
    TestSocket third = TestSocket.open(server.uri("/api/v1/ws"), server.token(user));
    assertThat(third.await("error").path("code").asText()).isEqualTo("TOO_MANY_CONNECTIONS");
    assertThat(third.closeCode()).isEqualTo(4429);
    server.connect(UUID.randomUUID());
    first.close();
    await().atMost(Duration.ofSeconds(5)).until(() -> server.sockets.open() == 2);
    server.connect(user);
    assertThat(second.isOpen()).isTrue();
  }

  @Test
  void limitsTheConnectionsOfTheNode() {
    SocketNode server = NODES.start("WS_MAX_CONNECTIONS=3");
    List<TestSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sockets.add(server.connect(UUID.randomUUID()));
    }
    TestSocket last = TestSocket.open(server.uri("/api/v1/ws"), server.token(user));
    assertThat(last.closeCode()).isEqualTo(4429);
    assertThat(sockets).allMatch(TestSocket::isOpen);
  }

  @Test
  void makesRoomAtTheCostOfThoseWithoutCredentials() {
    SocketNode server = NODES.start("WS_MAX_CONNECTIONS=3", "WS_AUTHENTICATE_WITHIN=1m");
    TestSocket known = server.connect(UUID.randomUUID());
    TestSocket silent = TestSocket.open(server.uri("/api/v1/ws"), null);
    await().atMost(Duration.ofSeconds(20)).until(() -> server.sockets.open() == 2);
    TestSocket younger = TestSocket.open(server.uri("/api/v1/ws"), null);
    await().atMost(Duration.ofSeconds(20)).until(() -> server.sockets.open() == 3);

    TestSocket newcomer = server.connect(user);
    assertThat(silent.await("error").path("code").asText()).isEqualTo("TOO_MANY_CONNECTIONS");
    assertThat(silent.closeCode()).isEqualTo(4429);
    assertThat(List.of(known, younger, newcomer)).allMatch(TestSocket::isOpen);
    assertThat(server.sockets.open()).isEqualTo(3);
    server.connect(UUID.randomUUID());
    assertThat(younger.closeCode()).isEqualTo(4429);
    TestSocket last = TestSocket.open(server.uri("/api/v1/ws"), null);
    assertThat(last.closeCode()).as("all have credentials").isEqualTo(4429);
    assertThat(List.of(known, newcomer)).allMatch(TestSocket::isOpen);
  }

  @Test
  void nothingComesBeforeTheWelcome() {
    SocketNode server = NODES.start("WS_EXPIRY_NOTICE=299s", "WS_HEARTBEAT=1s");
    String token = server.token(user);
    server.clock.shift(Duration.ofSeconds(2));
    // Long enough for the housekeeper to come by while the credentials are still looked at.
    server.revocations.looked = () -> LockSupport.parkNanos(Duration.ofMillis(600).toNanos());
    TestSocket socket = TestSocket.open(server.uri("/api/v1/ws"), token);
    assertThat(socket.next().path("type").asText()).isEqualTo("welcome");
    assertThat(socket.await("token_expiring").path("expiresAt").asText()).isNotEmpty();
  }

  @Test
  void announcesTheExpiryRenewsInPlaceAndClosesWithoutRenewal() {
    SocketNode server = NODES.start("WS_EXPIRY_NOTICE=60s", "WS_HEARTBEAT=1h");
    TestSocket socket = server.connect(user);
    socket.send("{'type':'subscribe','topics':[{'topic':'orders'}]}");
    socket.await("subscribed");
    server.clock.shift(Duration.ofSeconds(245));
    assertThat(socket.await("token_expiring").path("expiresAt").asText()).isNotEmpty();
    socket.send("{'type':'authenticate','id':'r','token':'" + server.token(user) + "'}");
    assertThat(socket.await("welcome").path("id").asText()).isEqualTo("r");
    server.clock.shift(Duration.ofSeconds(100));
    server.add("still here", LogKey.user("orders", user));
    assertThat(socket.await("entry.added").path("seq").asLong()).isEqualTo(1);
    server.clock.shift(Duration.ofSeconds(250));
    assertThat(socket.await("error").path("code").asText()).isEqualTo("AUTH_FAILED");
    assertThat(socket.closeCode()).isEqualTo(4401);
  }

  @Test
  void refusesARenewalBySomebodyElse() {
    SocketNode server = NODES.start();
    TestSocket socket = server.connect(user);
    socket.send("{'type':'authenticate','token':'" + server.token(UUID.randomUUID()) + "'}");
    assertThat(socket.closeCode()).isEqualTo(4401);
  }

  @Test
  void aRenewedTokenThatAllowsLessLosesTopics() {
    SocketNode server = NODES.start();
    TestSocket socket = server.connect(user);
    socket.send("{'type':'subscribe','topics':[{'topic':'orders'},{'topic':'executions'}]}");
    socket.await("subscribed");
    socket.await("subscribed");
    String less =
        SocketNode.token(
            user, new UUID(1, 1), server.clock.instant().plusSeconds(300), "executions:read");
    socket.send("{'type':'authenticate','token':'" + less + "'}");
    JsonNode error = socket.await("error");
    assertThat(error.path("topic").asText()).isEqualTo("orders");
    assertThat(error.path("code").asText()).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void aRevokedSessionClosesItsSocketsAndNoOthers() {
    SocketNode server = NODES.start();
    UUID session = UUID.randomUUID();
    String token =
        SocketNode.token(user, session, server.clock.instant().plusSeconds(300), "orders:read");
    TestSocket one = TestSocket.open(server.uri("/api/v1/ws"), token);
    TestSocket two = TestSocket.open(server.uri("/ws"), token);
    one.await("welcome");
    TestSocket other = server.connect(user);
    await().until(() -> server.sockets.open() == 3);
    server.revocations.revoke(session);
    assertThat(one.closeCode()).isEqualTo(4401);
    assertThat(two.closeCode()).isEqualTo(4001);
    assertThat(other.isOpen()).isTrue();
    assertThat(TestSocket.open(server.uri("/api/v1/ws"), token).closeCode()).isEqualTo(4401);
  }

  @Test
  void whatAnAccountLosesItsSocketsLose() {
    SocketNode server = NODES.start();
    TestSocket socket = server.connect(user);
    TestSocket other = server.connect(UUID.randomUUID());
    for (TestSocket one : List.of(socket, other)) {
      one.send("{'type':'subscribe','topics':[{'topic':'orders'},{'topic':'executions'}]}");
      one.await("subscribed");
      one.await("subscribed");
    }
    server.changes.change(user, true, "executions:read");
    JsonNode error = socket.await("error");
    assertThat(error.path("topic").asText()).isEqualTo("orders");
    assertThat(error.path("code").asText()).isEqualTo("PERMISSION_DENIED");
    socket.send("{'type':'subscribe','id':'s','topics':[{'topic':'orders'}]}");
    assertThat(socket.await("error").path("id").asText()).isEqualTo("s");
    server.changes.change(user, false);
    assertThat(socket.await("error").path("code").asText()).isEqualTo("AUTH_FAILED");
    assertThat(socket.closeCode()).isEqualTo(4401);
    other.send("{'type':'ping','id':'p'}");
    assertThat(other.await("pong").path("id").asText()).isEqualTo("p");
  }

  @Test
  void anAccountThatChangesWhileItsSocketOpensIsNotOverlooked() {
    SocketNode server = NODES.start();
    // Between the check of the token and the welcome, when the socket is nobody's yet.
    server.revocations.looked = () -> server.changes.change(user, true, "executions:read");
    TestSocket socket = server.connect(user);
    socket.send("{'type':'subscribe','topics':[{'topic':'orders'}]}");
    assertThat(socket.await("error").path("code").asText()).isEqualTo("PERMISSION_DENIED");
    server.revocations.looked = () -> server.changes.change(user, false);
    TestSocket late = TestSocket.open(server.uri("/api/v1/ws"), server.token(user));
    assertThat(late.await("error").path("code").asText()).isEqualTo("AUTH_FAILED");
    assertThat(late.closeCode()).isEqualTo(4401);
  }

  @Test
  void tellsAllSocketsToComeBackWhenItStops() {
    SocketNode server = NODES.start();
    TestSocket socket = server.connect(user);
    server.sockets.stop(Duration.ofSeconds(1));
    assertThat(socket.await("going_away").path("resumeAfterMs").asInt()).isPositive();
    assertThat(socket.closeCode()).isEqualTo(1001);
  }

  @Test
  void outlivesTheIdleTimeoutOfHttp() throws InterruptedException {
    SocketNode server = NODES.start();
    TestSocket socket = server.connect(user);
    assertThat(socket.during(Duration.ofSeconds(4))).isEmpty();
    socket.send("{'type':'ping'}");
    assertThat(socket.await("pong")).isNotNull();
  }
}
