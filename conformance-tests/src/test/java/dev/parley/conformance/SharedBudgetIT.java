package dev.parley.conformance;

import static dev.parley.conformance.Sockets.EVERYTHING;
import static dev.parley.conformance.Sockets.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Api;
import dev.parley.conformance.ws.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two packaged servers over one database and one Redis: what a caller may do, he may do once. */
@Order(5)
@ExtendWith(SuiteExtension.class)
final class SharedBudgetIT {
  private static final String PASSWORD = "quis-custodiet";
  private static final int LIMIT = 30;

  /** One comes back each. */
  private static final Duration REFILL = Duration.ofMinutes(1).dividedBy(LIMIT);

  private final Coverage coverage;

  SharedBudgetIT(Suite suite) {
    this.coverage = suite.coverage();
  }

  @Test
  void twoNodesGrantOneBudgetAndGoOnAloneWithoutRedis() throws IOException {
    try (RedisServer redis = RedisServer.start(PASSWORD);
        ServerProcess first = ServerProcess.start(settings(redis));
        ServerProcess second = ServerProcess.start(besides(first, settings(redis)))) {
      List<ServerProcess> nodes = List.of(first, second);
      SignIn signIn = new SignIn(new Api(first.url(), coverage), ServerProcess.ADMIN_PASSWORD);
      requestsShare(nodes, signIn.person("user", "shared"));
      framesShare(nodes, signIn.person("user", "sharedframes"));

      String alone = signIn.person("user", "alone");
      redis.close();
      for (ServerProcess node : nodes) {
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> node.log().contains("Redis at 127.0.0.1:") && ask(node, alone) == 200);
        assertThat(node.log().split("cannot be used; until it can", -1)).hasSize(2);
        assertThat(node.log()).contains("REDIS_URL=****").doesNotContain(PASSWORD);
      }
    }
  }

  /** Asked in turn until both refuse, they have granted what one alone would. */
  private void requestsShare(List<ServerProcess> nodes, String token) {
    long begun = System.nanoTime();
    int granted = 0;
    int refused = 0;
    for (int i = 0; refused < 2 && i < 10 * LIMIT; i++) {
      boolean ok = ask(nodes.get(i % 2), token) == 200;
      granted += ok ? 1 : 0;
      refused = ok ? 0 : refused + 1;
    }
    long back = Duration.ofNanos(System.nanoTime() - begun).dividedBy(REFILL) + 1;
    assertThat(granted).isBetween(LIMIT, Math.toIntExact(LIMIT + back));
    assertThat(back).as("a machine that is fast enough to tell").isLessThan(LIMIT);
  }

  private int ask(ServerProcess node, String token) {
    Answer answer =
        new Api(node.url(), coverage)
            .call(
                Contract.all().operation("getMe"),
                Map.of(),
                JsonNodeFactory.instance.missingNode(),
                Optional.of(token));
    return answer.status();
  }

  private void framesShare(List<ServerProcess> nodes, String token) {
    try (Socket one = Sockets.open(nodes.get(0).url(), EVERYTHING, token, coverage);
        Socket two = Sockets.open(nodes.get(1).url(), EVERYTHING, token, coverage)) {
      for (int i = 0; i < LIMIT; i++) {
        ping(one, "one" + i);
        ping(two, "two" + i);
      }
      for (Socket socket : List.of(one, two)) {
        JsonNode error = socket.await("too many frames", type("error"));
        assertThat(error.path("code").asText()).isEqualTo("RATE_LIMIT_EXCEEDED");
        assertThat(error.path("recoverable").asBoolean()).isTrue();
        assertThat(error.path("retryAfterMs").asLong()).isBetween(1L, REFILL.toMillis());
      }
    }
  }

  private void ping(Socket socket, String id) {
    Sockets.send(
        socket, coverage, JsonNodeFactory.instance.objectNode().put("type", "ping").put("id", id));
    socket.await("answer to " + id, Sockets.answer(id));
  }

  private static Map<String, String> settings(RedisServer redis) {
    String limit = Integer.toString(LIMIT);
    return Map.of(
        "REDIS_URL",
        redis.url(),
        // A busy machine must not make a Redis that is well look ill.
        "REDIS_PATIENCE",
        "5s",
        "RATE_LIMIT_QUERY",
        limit,
        "RATE_LIMIT_FRAME",
        limit);
  }

  /** Settings of another server over the database of one that runs. */
  private static Map<String, String> besides(ServerProcess other, Map<String, String> settings)
      throws IOException {
    Path postgres = other.data().resolve("postgres");
    Map<String, String> all = new HashMap<>(settings);
    all.put(
        "DATABASE_URL",
        "jdbc:postgresql://127.0.0.1:%s/parley"
            .formatted(Files.readString(postgres.resolve("port")).strip()));
    all.put("DATABASE_USER", "parley");
    all.put("DATABASE_PASSWORD", Files.readString(postgres.resolve("password")).strip());
    all.put("AUTH_KEY_SECRET", Files.readString(other.data().resolve("auth-key-secret")).strip());
    return all;
  }
}
