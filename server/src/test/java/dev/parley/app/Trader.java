package dev.parley.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A user who places orders, whatever it takes, and one who never forgets what was answered. */
final class Trader implements WebSocket.Listener {
  static final String ORDERS = "/api/v1/broker/orders";

  /** No answer within this is a hang. */
  private static final Duration HANG = Duration.ofSeconds(40);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOW =
      """
      {"symbol": "BTC-USD", "side": "buy", "type": "limit", "quantity": "0.01", "limitPrice": "1"}
      """;
  private static final String MARKET =
      """
      {"symbol": "BTC-USD", "side": "buy", "type": "market", "quantity": "0.25"}
      """;

  /** The ids of the orders that were acknowledged. */
  final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  /** Every answer, as {@code status code}. */
  final Set<String> answers = ConcurrentHashMap.newKeySet();

  /** Answers that must not be. */
  final List<String> wrong = new CopyOnWriteArrayList<>();

  /** What came over the socket. */
  final List<JsonNode> frames = new CopyOnWriteArrayList<>();

  volatile boolean disconnected;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String token;
  private final StringBuilder text = new StringBuilder();

  Trader(String url, String name) throws Exception {
    this.url = url;
    String password = "analytical engine no 1";
    String register =
        """
        {"email": "%1$s@example.com", "username": "%1$s", "fullName": "Ada", "password": "%2$s"}
        """;
    post("/api/v1/auth/register", "", register.formatted(name, password));
    String login =
        """
        {"username": "%s", "password": "%s"}
        """;
    HttpResponse<String> tokens = post("/api/v1/auth/login", "", login.formatted(name, password));
    token = JSON.readTree(tokens.body()).path("accessToken").asText();
    String paper =
        """
        {"broker": "paper", "environment": "paper", "method": "api_key"}
        """;
    post("/api/v1/broker/connections", token, paper);
  }

  /** Places one order, again and again under one key until it is acknowledged; its id. */
  String place() throws Exception {
    return place(LOW, UUID.randomUUID().toString());
  }

  String placeMarket() throws Exception {
    return place(MARKET, UUID.randomUUID().toString());
  }

  private String place(String body, String key) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
    while (System.nanoTime() < deadline) {
      HttpResponse<String> response = attempt(body, key);
      if (response.statusCode() == 201) {
        String id = JSON.readTree(response.body()).path("id").asText();
        acknowledged.add(id);
        return id;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("not acknowledged at all");
  }

  HttpResponse<String> attempt(String key) throws Exception {
    return attempt(LOW, key);
  }

  private HttpResponse<String> attempt(String body, String key) throws Exception {
    HttpResponse<String> response =
        client.send(
            request(ORDERS, token)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    String code =
        response.statusCode() == 201 ? "" : JSON.readTree(response.body()).path("code").asText();
    String answer = (response.statusCode() + " " + code).strip();
    answers.add(answer);
    boolean mayBeRepeated =
        answer.equals("503 UNAVAILABLE")
            || answer.equals("503 OUTCOME_UNKNOWN")
            || answer.equals("409 IDEMPOTENCY_IN_PROGRESS");
    boolean saysWhen = response.headers().firstValue("Retry-After").isPresent();
    if (response.statusCode() != 201 && !(mayBeRepeated && saysWhen)) {
      wrong.add(answer + " " + response.headers().map() + " " + response.body());
    }
    return response;
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path, token).build(), HttpResponse.BodyHandlers.ofString());
  }

  JsonNode read(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path).body());
  }

  /** Opens a socket on the user's orders from the very first on. */
  WebSocket listen() throws Exception {
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .subprotocols("parley.v1")
            .header("Authorization", "Bearer " + token)
            .buildAsync(URI.create(url.replace("http", "ws") + "/api/v1/broker/ws"), this)
            .join();
    String epoch =
        get(ORDERS)
            .headers()
            .firstValue("Stream-Position")
            .orElseThrow()
            .replaceAll(".*epoch=([^;]+).*", "$1");
    String subscribe =
        """
        {"type": "subscribe", "topics": [{"topic": "orders", "since": {"epoch": "%s", "seq": 0}}]}
        """;
    socket.sendText(subscribe.formatted(epoch), true).join();
    return socket;
  }

  /** The numbers of the events that came, in their order. */
  List<Long> numbers() {
    return frames.stream()
        .filter(frame -> frame.path("type").asText().startsWith("order."))
        .map(frame -> frame.path("seq").asLong())
        .toList();
  }

  private HttpResponse<String> post(String path, String token, String body) throws Exception {
    HttpResponse<String> response =
        client.send(
            request(path, token).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(path + ": " + response.body());
    }
    return response;
  }

  private HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(HANG)
            .header("Content-Type", "application/json");
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      try {
        frames.add(JSON.readTree(text.toString()));
      } catch (IOException broken) {
        throw new IllegalStateException("not JSON: " + text, broken);
      }
      text.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    disconnected = true;
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    disconnected = true;
  }
}
