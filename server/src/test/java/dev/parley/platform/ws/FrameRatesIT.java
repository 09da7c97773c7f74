package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What frames cost, and whom. */
class FrameRatesIT {
  @RegisterExtension static final SocketNodes NODES = new SocketNodes();

  private final UUID user = UUID.randomUUID();

  @Test
  void allSocketsOfAUserHaveOneBudget() {
    SocketNode server = NODES.start("RATE_LIMIT_FRAME=3");
    TestSocket one = server.connect(user);
    TestSocket two = TestSocket.open(server.uri("/api/v1/broker/ws"), server.token(user));
    two.await("welcome");
    one.send("{'type':'ping'}");
    two.send("{'type':'ping'}");
    two.send("{'type':'ping','id':'last'}");
    one.await("pong");
    two.await("pong");
    assertThat(two.await("pong").path("id").asText()).isEqualTo("last");

    one.send("{'type':'subscribe','id':'s','topics':[{'topic':'orders'}]}");
    JsonNode refused = one.await("error");
    assertThat(refused.path("code").asText()).isEqualTo("RATE_LIMIT_EXCEEDED");
    assertThat(refused.path("id").asText()).isEqualTo("s");
    assertThat(refused.path("recoverable").asBoolean()).isTrue();
    assertThat(refused.path("retryAfterMs").asInt()).isBetween(1, 20_000);
    assertThat(refused.path("detail").asText()).contains("3 frames of class 'frame' in 60 s");
    two.send("{'type':'nonsense'}");
    assertThat(two.await("error").path("code").asText()).isEqualTo("RATE_LIMIT_EXCEEDED");

    TestSocket another = server.connect(UUID.randomUUID());
    another.send("{'type':'ping'}");
    another.await("pong");
    assertThat(one.isOpen()).isTrue();
    assertThat(two.isOpen()).isTrue();
  }

  @Test
  void framesThatCannotBeReadCountToo() {
    TestSocket socket = NODES.start("RATE_LIMIT_FRAME=2").connect(user);
    for (String frame : new String[] {"{", "[]", "{'type':'ping'}"}) {
      socket.send(frame);
    }
    assertThat(socket.await("error").path("code").asText()).isEqualTo("MALFORMED_REQUEST");
    socket.await("error");
    assertThat(socket.await("error").path("code").asText()).isEqualTo("RATE_LIMIT_EXCEEDED");
  }

  @Test
  void aRenewalCountsForTheUserAndLeavesTheSocketAsItWas() {
    SocketNode server = NODES.start("RATE_LIMIT_FRAME=1");
    TestSocket socket = server.connect(user);
    String renewal = "{'type':'authenticate','id':'r','token':'" + server.token(user) + "'}";
    socket.send(renewal);
    socket.await("welcome");
    socket.send(renewal);
    JsonNode refused = socket.await("error");
    assertThat(refused.path("id").asText()).isEqualTo("r");
    assertThat(refused.path("recoverable").asBoolean()).isTrue();
    assertThat(socket.isOpen()).isTrue();

    // Nobody else's first token waits for that, though it comes from the same address.
    TestSocket other = TestSocket.open(server.uri("/api/v1/ws"), null);
    other.send("{'type':'authenticate','token':'" + server.token(UUID.randomUUID()) + "'}");
    other.await("welcome");
  }

  @Test
  void strangersFramesCountForTheirAddress() {
    SocketNode server = NODES.start("RATE_LIMIT_FRAME=1", "TRUSTED_PROXIES=127.0.0.1");
    TestSocket one = stranger(server, "192.0.2.1");
    TestSocket two = stranger(server, "192.0.2.1");
    TestSocket elsewhere = stranger(server, "192.0.2.2");
    one.send("{'type':'ping'}");
    assertThat(one.await("error").path("code").asText()).isEqualTo("UNAUTHENTICATED");
    two.send("{'type':'ping'}");
    assertThat(two.await("error").path("code").asText()).isEqualTo("RATE_LIMIT_EXCEEDED");
    elsewhere.send("{'type':'ping'}");
    assertThat(elsewhere.await("error").path("code").asText()).isEqualTo("UNAUTHENTICATED");
  }

  @Test
  void refusedTokensAreAttemptsFromTheirAddress() {
    SocketNode server = NODES.start("RATE_LIMIT_REFUSED=2", "TRUSTED_PROXIES=127.0.0.1");
    for (int i = 0; i < 2; i++) {
      TestSocket guess = stranger(server, "192.0.2.1");
      guess.send("{'type':'authenticate','token':'guess'}");
      assertThat(guess.await("error").path("code").asText()).isEqualTo("AUTH_FAILED");
      assertThat(guess.closeCode()).isEqualTo(4401);
    }
    TestSocket third =
        TestSocket.open(server.uri("/api/v1/ws"), "guess", "X-Forwarded-For", "192.0.2.1");
    JsonNode refused = third.await("error");
    assertThat(refused.path("code").asText()).isEqualTo("RATE_LIMIT_EXCEEDED");
    assertThat(refused.path("recoverable").asBoolean()).isFalse();
    assertThat(refused.path("retryAfterMs").asInt()).isBetween(1, 30_000);
    assertThat(third.closeCode()).isEqualTo(4429);

    TestSocket right =
        TestSocket.open(
            server.uri("/api/v1/ws"), server.token(user), "X-Forwarded-For", "192.0.2.1");
    right.await("welcome");
    TestSocket elsewhere = stranger(server, "192.0.2.2");
    elsewhere.send("{'type':'authenticate','token':'guess'}");
    assertThat(elsewhere.await("error").path("code").asText()).isEqualTo("AUTH_FAILED");
  }

  private static TestSocket stranger(SocketNode server, String address) {
    return TestSocket.open(server.uri("/api/v1/ws"), null, "X-Forwarded-For", address);
  }
}
