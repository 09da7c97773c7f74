package dev.parley.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on the loopback that answers what a test tells it to, and keeps what it was asked. */
final class FakeParley implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final AtomicInteger pairs = new AtomicInteger();
  final List<Request> requests = new CopyOnWriteArrayList<>();

  interface Handler {
    Answer answer(Request request) throws InterruptedException;
  }

  record Request(String line, String query, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }
  }

  record Answer(int status, String contentType, String body, Map<String, String> headers) {
    static Answer json(int status, String body) {
      return new Answer(status, "application/json", body, Map.of());
    }

    static Answer problem(int status, String code) {
      return problem(status, code, Map.of());
    }

    static Answer problem(int status, String code, Map<String, String> headers) {
      String body =
          """
          {"type":"urn:parley:problem:x","title":"T","status":%d,"detail":"D","code":"%s",
           "traceId":"4bf92f3577b34da6a3ce929d0e0e4736","timestamp":"2026-11-21T22:00:00Z",
           "errors":[{"pointer":"/quantity","code":"minimum","message":"must be positive"}]}"""
              .formatted(status, code);
      return new Answer(status, "application/problem+json", body, headers);
    }
  }

  FakeParley() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    on("POST /api/v1/auth/login", request -> nextPair(300));
    on("POST /api/v1/auth/refresh", request -> nextPair(300));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void on(String methodAndPath, Handler handler) {
    handlers.put(methodAndPath, handler);
  }

  /** Tokens {@code access-n} and {@code refresh-n}, counting from 1. */
  Answer nextPair(int expiresIn) {
    int n = pairs.incrementAndGet();
    return Answer.json(
        200,
        """
        {"accessToken":"access-%d","tokenType":"Bearer","expiresIn":%d,"refreshToken":"refresh-%d",
         "refreshExpiresIn":86400,"scope":"orders:read","mustChangePassword":false,
         "sessionId":"018f2f2e-8f3a-7c11-9d5b-2f6f0a4f1c11"}"""
            .formatted(n, expiresIn, n));
  }

  long count(String methodAndPath) {
    return requests.stream().filter(request -> request.line().equals(methodAndPath)).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
      String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
      Request request = new Request(line, query, Map.copyOf(exchange.getRequestHeaders()), body);
      requests.add(request);
      Handler handler = handlers.get(line);
      Answer answer = handler == null ? Answer.problem(404, "NOT_FOUND") : handler.answer(request);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
      if (!answer.contentType().isEmpty()) {
        exchange.getResponseHeaders().add("Content-Type", answer.contentType());
      }
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
