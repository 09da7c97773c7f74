package dev.parley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.transport.ApiCall;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Turns a call into one HTTP request. HTTP/1.1 only: on cleartext the JDK's client would otherwise
 * ask for an upgrade to h2c with every first request. Thread-safe.
 */
final class HttpSender {
  private final HttpClient http;
  private final String base;
  private final ObjectMapper json;
  private final Duration requestTimeout;
  private final @Nullable String deviceId;
  private volatile boolean closed;

  HttpSender(
      URI base,
      ObjectMapper json,
      Duration connectTimeout,
      Duration requestTimeout,
      @Nullable String deviceId) {
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .build();
    String text = base.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.json = json;
    this.requestTimeout = requestTimeout;
    this.deviceId = deviceId;
  }

  /** One request; the future's time is bounded, and giving it up gives up the request. */
  CompletableFuture<HttpResponse<byte[]>> send(
      ApiCall<?> call, @Nullable String token, @Nullable String idempotencyKey) {
    if (closed) {
      throw new IllegalStateException("The client is closed");
    }
    CompletableFuture<HttpResponse<byte[]>> raw =
        http.sendAsync(request(call, token, idempotencyKey), BodyHandlers.ofByteArray());
    Duration timeout = call.timeout().orElse(requestTimeout);
    // HttpRequest.timeout ends with the headers; a body that never comes has to be bounded too.
    CompletableFuture<HttpResponse<byte[]>> bounded =
        raw.copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    var unused =
        bounded.whenComplete(
            (response, failure) -> {
              if (failure instanceof TimeoutException || failure instanceof CancellationException) {
                raw.cancel(true);
              }
            });
    return bounded;
  }

  private HttpRequest request(
      ApiCall<?> call, @Nullable String token, @Nullable String idempotencyKey) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + call.target()))
            .setHeader("Accept", "application/json, application/problem+json")
            .setHeader("User-Agent", "parley-client-java");
    if (deviceId != null) {
      request.setHeader("X-Device-Id", deviceId);
    }
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    if (idempotencyKey != null) {
      request.setHeader("Idempotency-Key", idempotencyKey);
    }
    Optional<Object> body = call.body();
    Optional<String> form = call.form();
    if (body.isPresent()) {
      request.setHeader("Content-Type", "application/json");
      request.method(call.method(), BodyPublishers.ofByteArray(encode(call, body.get())));
    } else if (form.isPresent()) {
      request.setHeader("Content-Type", "application/x-www-form-urlencoded");
      request.method(call.method(), BodyPublishers.ofString(form.get()));
    } else {
      request.method(call.method(), BodyPublishers.noBody());
    }
    call.headers().forEach(request::setHeader);
    return request.build();
  }

  private byte[] encode(ApiCall<?> call, Object body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          call.operationId() + ": the body cannot be written: " + e.getOriginalMessage(), e);
    }
  }

  /** Refuses further calls, and ends those in flight where the JDK is able to (21 and later). */
  void close() {
    closed = true;
    try {
      HttpClient.class.getMethod("shutdownNow").invoke(http);
    } catch (NoSuchMethodException e) {
      // Before 21 the connections and the selector thread go with the garbage collector.
      return;
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("The HTTP client cannot be shut down", e);
    }
  }
}
