package dev.parley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.error.ConnectionException;
import dev.parley.client.transport.ApiCall;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns a call into one HTTP request. HTTP/1.1 only: on cleartext the JDK's client would otherwise
 * ask for an upgrade to h2c with every first request. Thread-safe.
 */
final class HttpSender {
  private final HttpClient http;
  private final boolean owned;
  private final String base;
  private final ObjectMapper json;
  private final @Nullable String deviceId;
  private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param owned whether {@code http} ends with this sender
   */
  HttpSender(
      HttpClient http, boolean owned, URI base, ObjectMapper json, @Nullable String deviceId) {
    this.http = http;
    this.owned = owned;
    String text = base.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.json = json;
    this.deviceId = deviceId;
  }

  HttpClient http() {
    return http;
  }

  /** One request; the future's time is bounded, and giving it up gives up the request. */
  CompletableFuture<HttpResponse<byte[]>> send(
      ApiCall<?> call,
      Map<String, String> credentials,
      @Nullable String idempotencyKey,
      Duration timeout) {
    if (closed) {
      throw new IllegalStateException("The client is closed");
    }
    CompletableFuture<HttpResponse<byte[]>> raw =
        http.sendAsync(request(call, credentials, idempotencyKey), BodyHandlers.ofByteArray());
    // HttpRequest.timeout ends with the headers; a body that never comes has to be bounded too.
    CompletableFuture<HttpResponse<byte[]>> bounded =
        raw.copy().orTimeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
    inFlight.add(bounded);
    var unused =
        bounded.whenComplete(
            (response, failure) -> {
              inFlight.remove(bounded);
              if (failure != null) {
                raw.cancel(true);
              }
            });
    if (closed) {
      abandon(bounded);
    }
    return bounded;
  }

  private static void abandon(CompletableFuture<?> request) {
    request.completeExceptionally(
        new ConnectionException("The client was closed while a call was under way", null));
  }

  private HttpRequest request(
      ApiCall<?> call, Map<String, String> credentials, @Nullable String idempotencyKey) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + call.target()))
            .version(HttpClient.Version.HTTP_1_1)
            .setHeader("Accept", "application/json, application/problem+json")
            .setHeader("User-Agent", "parley-client-java");
    if (deviceId != null) {
      request.setHeader("X-Device-Id", deviceId);
    }
    credentials.forEach(request::setHeader);
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

  /** Refuses further calls and ends those in flight. */
  void close() {
    closed = true;
    inFlight.forEach(HttpSender::abandon);
    if (!owned) {
      return;
    }
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
