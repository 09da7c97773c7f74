package dev.parley.client.ws;

import dev.parley.client.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Shakes hands with the server. Thread-safe. */
final class Dialer {
  private static final String PROTOCOL = "parley.v1";

  private final HttpClient http;
  private final URI uri;
  private final Tokens tokens;
  private final Duration timeout;

  Dialer(HttpClient http, URI uri, Tokens tokens, Duration timeout) {
    this.http = http;
    this.uri = uri;
    this.tokens = tokens;
    this.timeout = timeout;
  }

  /** Opens a WebSocket that {@code connection} hears; nothing is read before it asks. */
  CompletableFuture<WebSocket> open(Connection connection) {
    WebSocket.Builder builder =
        http.newWebSocketBuilder().connectTimeout(timeout).subprotocols(PROTOCOL);
    tokens.headers(connection.token).forEach(builder::header);
    tokens.deviceId().ifPresent(device -> builder.header("X-Device-Id", device));
    return builder
        .buildAsync(uri, connection)
        .thenApply(
            opened -> {
              if (opened.getSubprotocol().equals(PROTOCOL)) {
                return opened;
              }
              opened.abort();
              throw new StreamException(uri + " does not speak " + PROTOCOL, null);
            });
  }
}
