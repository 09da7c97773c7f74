package dev.parley.conformance;

import static dev.parley.conformance.Sockets.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Api;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.ws.FrameCheck;
import dev.parley.conformance.ws.Socket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two servers over one database, whose signing keys change every few seconds: a session or key that
 * ends on one is out on the other, and a token lives to its end whatever became of its key.
 */
@Order(6)
@ExtendWith(SuiteExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdentityNodesIT {
  private static final Duration WITHIN = Duration.ofSeconds(1);

  /** What a busy machine may need; the median has to be within the second. */
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  private static final int ROUNDS = 5;
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(40);

  private final Coverage coverage;
  private final Contract contract = Contract.all();
  private ServerProcess first;
  private ServerProcess second;
  private final List<JsonNode> suspects = new ArrayList<>();
  private String username;
  private String password;

  IdentityNodesIT(Suite suite) {
    this.coverage = suite.coverage();
  }

  @BeforeAll
  void start() {
    first = ServerProcess.start(settings(Map.of()));
    second = ServerProcess.start(settings(first.shared()));
    // All of them now: the admin's token soon ends.
    SignIn people = new SignIn(api(first), ServerProcess.ADMIN_PASSWORD);
    JsonNode registered = people.register("user", "nodes");
    for (int i = 0; i < ROUNDS; i++) {
      suspects.add(people.register("user", "suspect" + i));
    }
    username = registered.path("username").asText();
    password = registered.path("password").asText();
  }

  @AfterAll
  void stop() {
    for (ServerProcess server : new ServerProcess[] {second, first}) {
      if (server != null) {
        server.close();
      }
    }
  }

  private static Map<String, String> settings(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put("AUTH_KEY_ROTATION", "10s");
    all.put("AUTH_ARGON2_MEMORY", "1024");
    all.put("AUTH_ARGON2_ITERATIONS", "1");
    all.put("AUTH_ACCESS_TTL", TOKEN_LIFE.toSeconds() + "s");
    return all;
  }

  @Test
  void aRevokedSessionIsOutOnBothWithinASecond() {
    List<Ended> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      JsonNode lost = login(second);
      String owner = login(first).path("accessToken").asText();
      String id = lost.path("sessionId").asText();
      times.add(
          ends(bearer(lost), () -> call(first, "revokeSession", Map.of("sessionId", id), owner)));
    }
    within("revokeSession", times);
  }

  @Test
  void soIsARevokedKey() {
    keysEnd("revokeApiKey", MissingNode.getInstance());
  }

  @Test
  void andOneThatAnotherTakesThePlaceOf() {
    keysEnd("rotateApiKey", JsonNodeFactory.instance.objectNode());
  }

  private void keysEnd(String operation, JsonNode body) {
    List<Ended> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      String owner = login(first).path("accessToken").asText();
      JsonNode key = key(owner);
      Map<String, String> id = Map.of("keyId", key.path("id").asText());
      times.add(
          ends(
              Map.of("X-Api-Key", key.path("secret").asText()),
              () -> call(first, operation, id, body, Optional.of(owner))));
    }
    within(operation, times);
  }

  @Test
  void soAreAllOthersAtOnce() {
    List<Ended> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      JsonNode lost = login(second);
      String owner = login(first).path("accessToken").asText();
      times.add(ends(bearer(lost), () -> call(first, "revokeOtherSessions", Map.of(), owner)));
      assertThat(call(second, "listSessions", Map.of(), owner).json().path("items")).hasSize(1);
    }
    within("revokeOtherSessions", times);
  }

  @Test
  void andEverySessionOnceThePasswordIsChanged() {
    JsonNode lost = login(second);
    String owner = login(first).path("accessToken").asText();
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    String next = password + " changed";
    change.put("currentPassword", password).put("newPassword", next);
    Ended time =
        ends(bearer(lost), () -> post(first, "changePassword", change, Optional.of(owner)));
    password = next;
    print("changePassword", List.of(time));
    assertThat(me(first, bearer(owner))).isEqualTo(401);
    assertThat(me(first, bearer(login(second)))).isEqualTo(200);
  }

  /** Nothing in the contracts suspends an account yet, so that it is done in the database. */
  @Test
  void soIsASuspendedAccountWhateverItShows() {
    List<Ended> times = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      JsonNode lost = suspects.get(i);
      String name = lost.path("username").asText();
      JsonNode session = login(second, name, lost.path("password").asText());
      Map<String, String> credential =
          i % 2 == 0
              ? bearer(session)
              : Map.of(
                  "X-Api-Key", key(session.path("accessToken").asText()).path("secret").asText());
      times.add(ends(credential, false, () -> suspend(name)));
    }
    within("suspended", times);
  }

  private void suspend(String name) {
    try (Connection database = Embedded.connect(first);
        PreparedStatement suspension =
            database.prepareStatement(
                "UPDATE users.account SET status = 'suspended', version = version + 1,"
                    + " updated_at = now() WHERE username = ?")) {
      suspension.setString(1, name);
      assertThat(suspension.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTokenOutlivesTheTimeOfItsKeyAndEndsAtItsOwn() {
    String old = login(first).path("accessToken").asText();
    long ends = claims(old).path("exp").asLong();
    String kid = header(old).path("kid").asText();
    String young =
        await()
            .atMost(TOKEN_LIFE)
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> login(second).path("accessToken").asText(),
                token -> !header(token).path("kid").asText().equals(kid));
    String nextKid = header(young).path("kid").asText();
    for (ServerProcess server : List.of(first, second)) {
      assertThat(keys(server)).as("published").contains(kid, nextKid);
      assertThat(me(server, bearer(young))).isEqualTo(200);
      int status = me(server, bearer(old));
      assertThat(status == 200 || System.currentTimeMillis() / 1000 >= ends)
          .as("the old key's token: %d", status)
          .isTrue();
    }
    for (ServerProcess server : List.of(first, second)) {
      await()
          .atMost(TOKEN_LIFE.multipliedBy(2))
          .until(() -> me(server, bearer(old)), s -> s == 401);
      assertThat(System.currentTimeMillis() / 1000).as("ended").isGreaterThanOrEqualTo(ends);
    }
  }

  /**
   * How long after the answer the other node went on.
   *
   * @param requests until the first 401
   * @param socket until the close of one that was open
   */
  private record Ended(Duration requests, Duration socket) {}

  /** Ends a credential on the first node, on which it is out at once. */
  private Ended ends(Map<String, String> credential, Runnable act) {
    return ends(credential, true, act);
  }

  /**
   * @param atOnce whether the first node knows of it without looking
   */
  private Ended ends(Map<String, String> credential, boolean atOnce, Runnable act) {
    try (Socket onFirst = open(first, credential);
        Socket onSecond = open(second, credential)) {
      assertThat(me(first, credential)).isEqualTo(200);
      assertThat(me(second, credential)).isEqualTo(200);
      act.run();
      long done = System.nanoTime();
      CompletableFuture<Duration> closed =
          CompletableFuture.supplyAsync(
              () -> {
                assertThat(onSecond.awaitClose()).isEqualTo(4401);
                return Duration.ofNanos(System.nanoTime() - done);
              },
              Thread::startVirtualThread);
      awaitRefusal(second, credential);
      Duration requests = Duration.ofNanos(System.nanoTime() - done);
      if (!atOnce) {
        awaitRefusal(first, credential);
      }
      assertThat(me(first, credential)).isEqualTo(401);
      assertThat(onFirst.awaitClose()).isEqualTo(4401);
      return new Ended(requests, closed.join());
    }
  }

  private void awaitRefusal(ServerProcess at, Map<String, String> credential) {
    await()
        .atMost(AT_MOST)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> me(at, credential) == 401);
  }

  private Socket open(ServerProcess at, Map<String, String> credential) {
    Socket socket =
        Socket.open(
            at.url(),
            EVERYTHING,
            credential,
            Optional.of(Sockets.PROTOCOL),
            new FrameCheck(coverage, Optional.empty()));
    socket.await("welcome", Sockets.type("welcome"));
    return socket;
  }

  private static void within(String what, List<Ended> times) {
    print(what, times);
    for (List<Duration> each : List.of(requests(times), sockets(times))) {
      assertThat(each.get(each.size() / 2)).as("median of %s", each).isLessThan(WITHIN);
    }
  }

  private static void print(String what, List<Ended> times) {
    System.out.printf(
        "%s: the other node refuses after %s ms, closes sockets after %s ms%n",
        what, millis(requests(times)), millis(sockets(times)));
  }

  private static List<Duration> requests(List<Ended> times) {
    return times.stream().map(Ended::requests).sorted().toList();
  }

  private static List<Duration> sockets(List<Ended> times) {
    return times.stream().map(Ended::socket).sorted().toList();
  }

  private static List<Long> millis(List<Duration> times) {
    return times.stream().map(Duration::toMillis).toList();
  }

  private static Map<String, String> bearer(JsonNode session) {
    return bearer(session.path("accessToken").asText());
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private JsonNode key(String owner) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", "nodes");
    body.putArray("scopes").add("profile:read");
    return post(first, "createApiKey", body, Optional.of(owner)).json();
  }

  private Api api(ServerProcess at) {
    return new Api(at.url(), coverage);
  }

  private JsonNode login(ServerProcess at) {
    return login(at, username, password);
  }

  private JsonNode login(ServerProcess at, String name, String secret) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("username", name).put("password", secret);
    return post(at, "login", body, Optional.empty()).json();
  }

  private int me(ServerProcess at, Map<String, String> credential) {
    Request request = Request.of(contract.operation("getMe"), Map.of(), MissingNode.getInstance());
    for (Map.Entry<String, String> header : credential.entrySet()) {
      request = request.header(header.getKey(), header.getValue());
    }
    return api(at).call(request).status();
  }

  private TreeSet<String> keys(ServerProcess at) {
    Answer answer =
        api(at)
            .call(
                contract.operation("getJwks"),
                Map.of(),
                MissingNode.getInstance(),
                Optional.empty());
    return new TreeSet<>(answer.json().path("keys").findValuesAsText("kid"));
  }

  private Answer call(
      ServerProcess at, String operation, Map<String, String> values, String token) {
    return call(at, operation, values, MissingNode.getInstance(), Optional.of(token));
  }

  private Answer post(ServerProcess at, String operation, JsonNode body, Optional<String> token) {
    return call(at, operation, Map.of(), body, token);
  }

  private Answer call(
      ServerProcess at,
      String operation,
      Map<String, String> values,
      JsonNode body,
      Optional<String> token) {
    return succeed(operation, api(at).call(contract.operation(operation), values, body, token));
  }

  private static Answer succeed(String operation, Answer answer) {
    assertThat(answer.status()).as("%s: %s", operation, answer.body()).isBetween(200, 299);
    return answer;
  }

  private static JsonNode header(String token) {
    return part(token, 0);
  }

  private static JsonNode claims(String token) {
    return part(token, 1);
  }

  private static JsonNode part(String token, int index) {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[index]);
    try {
      return Contract.JSON.readTree(new String(json, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
