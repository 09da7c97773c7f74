package dev.parley.conformance;

import static dev.parley.conformance.Sockets.EVERYTHING;
import static dev.parley.conformance.Sockets.send;
import static dev.parley.conformance.Sockets.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Api;
import dev.parley.conformance.ws.Socket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a server keeps over its end, shares with another, and says when it cannot start. */
@Order(5)
@ExtendWith(SuiteExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ProcessesIT {
  private final Coverage coverage;
  private Path data;
  private ServerProcess server;
  private String username;
  private String password;

  ProcessesIT(Suite suite) {
    this.coverage = suite.coverage();
  }

  @BeforeAll
  void start() throws IOException {
    data =
        Files.createTempDirectory(
            "parley-data-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
    server = ServerProcess.start(settings());
  }

  private Map<String, String> settings() {
    return Map.of("DATA_DIR", data.toString(), "DATAFEED_SPEED", "60");
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
    ServerProcess.delete(data);
  }

  private Api api(ServerProcess at) {
    return new Api(at.url(), coverage);
  }

  @Test
  @Order(1)
  void aSecondStartFindsEverythingAgain() {
    Api api = api(server);
    SignIn signIn = new SignIn(api, ServerProcess.ADMIN_PASSWORD);
    JsonNode registered = signIn.register("user", "restart");
    username = registered.path("username").asText();
    password = registered.path("password").asText();
    JsonNode session = signIn.login(username, password);
    Trader before = new Trader(api, session.path("accessToken").asText());
    before.connect();
    before.limit("buy", "0.5", "100", "gtc");
    String filled = before.market("buy", "0.001");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> before.get("getOrder", "orderId", filled).path("status").asText(),
            "filled"::equals);
    List<JsonNode> kept = state(before);
    assertThat(kept.get(0).size()).isEqualTo(2);

    try (Socket socket = Sockets.open(server.url(), EVERYTHING, before.token(), coverage)) {
      assertThat(server.stop()).isIn(0, 143);
      socket.await("going_away", type("going_away"));
      assertThat(socket.awaitClose()).isEqualTo(1001);
    }
    server.close();
    server = ServerProcess.start(settings());

    Trader after = new Trader(api(server), before.token());
    assertThat(state(after)).isEqualTo(kept);
    ObjectNode refresh = JsonNodeFactory.instance.objectNode();
    refresh.set("refreshToken", session.path("refreshToken"));
    Answer refreshed =
        api(server).call(Contract.all().operation("refresh"), Map.of(), refresh, Optional.empty());
    assertThat(refreshed.status()).isEqualTo(200);
  }

  /** Orders, fills, what is held and the cash, without what moves with the market. */
  private static List<JsonNode> state(Trader trader) {
    List<JsonNode> state = new ArrayList<>();
    for (String list : List.of("listOrders", "listExecutions", "listPositions")) {
      state.add(trader.get(list).path("items"));
    }
    state.add(trader.get("getAccount"));
    for (JsonNode position : state.get(2)) {
      ((ObjectNode) position).remove(List.of("lastPrice", "marketValue", "unrealisedPnl"));
    }
    ((ObjectNode) state.get(3)).remove(List.of("positionsValue", "equity", "unrealisedPnl"));
    return state;
  }

  @Test
  @Order(2)
  void twoServersOverOneDatabase() {
    Map<String, String> shared = new HashMap<>(server.shared());
    shared.put("DATAFEED_SPEED", "60");
    try (ServerProcess second = ServerProcess.start(shared)) {
      SignIn signIn = new SignIn(api(second), ServerProcess.ADMIN_PASSWORD);
      Trader trader =
          new Trader(api(server), signIn.login(username, password).path("accessToken").asText());
      try (Socket onFirst = Sockets.open(server.url(), EVERYTHING, trader.token(), coverage);
          Socket onSecond = Sockets.open(second.url(), EVERYTHING, trader.token(), coverage)) {
        for (Socket socket : List.of(onFirst, onSecond)) {
          send(socket, coverage, Sockets.subscribe("1", false, List.of("orders")));
          socket.await("subscribed", type("subscribed", "orders"));
          send(socket, coverage, Sockets.subscribe("2", false, List.of("trades:BTC-USD")));
        }
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          orders.add(trader.market("buy", "0.0001"));
        }
        for (Socket socket : List.of(onFirst, onSecond)) {
          socket.await("5 fills", 5, type("order.filled"));
          // Both play the one tape.
          socket.await("trade", type("trade.executed"));
          for (String kind : List.of("order.placed", "order.filled")) {
            assertThat(socket.frames().stream().filter(type(kind)))
                .as(kind)
                .extracting(frame -> frame.at("/data/entityId").asText())
                .containsExactlyInAnyOrderElementsOf(orders);
          }
        }
      }
      assertThat(workers(server)).isNotEmpty();
      assertThat(workers(second)).doesNotContainAnyElementsOf(workers(server));
    }
  }

  /** The background workers that a server says it runs. */
  private static List<String> workers(ServerProcess server) {
    Matcher matcher = Pattern.compile("Worker (\\S+) runs here").matcher(server.log());
    List<String> names = new ArrayList<>();
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  @Test
  @Order(3)
  void aDataDirectoryInUseIsOneLine() {
    ServerProcess.Failure failure = ServerProcess.fail(settings());
    assertMistake(failure, data.toString());
  }

  @Test
  @Order(4)
  void aPortInUseIsOneLine() throws IOException {
    Path postgres = data.resolve("postgres");
    String port = Integer.toString(server.url().getPort());
    ServerProcess.Failure failure =
        ServerProcess.fail(
            Map.of(
                "PORT", port,
                "DATABASE_URL",
                    "jdbc:postgresql://127.0.0.1:%s/parley"
                        .formatted(Files.readString(postgres.resolve("port")).strip()),
                "DATABASE_USER", "parley",
                "DATABASE_PASSWORD", Files.readString(postgres.resolve("password")).strip(),
                "AUTH_KEY_SECRET", Files.readString(data.resolve("auth-key-secret")).strip()));
    assertMistake(failure, port);
  }

  @Test
  @Order(5)
  void aSettingThatCannotBeReadIsOneLine() {
    assertMistake(ServerProcess.fail(Map.of("HTTP_CONCURRENCY", "many")), "HTTP_CONCURRENCY");
  }

  private static void assertMistake(ServerProcess.Failure failure, String names) {
    assertThat(failure.exitCode()).as(failure.toString()).isEqualTo(1);
    assertThat(failure.err().lines())
        .singleElement()
        .asString()
        .startsWith("Parley cannot start: ")
        .contains(names);
    assertThat(failure.out()).doesNotContain("Exception", "Parley is listening");
  }
}
