package dev.parley.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the documents that an issuer publishes (OpenID Connect Discovery 1.0, RFC 7517): within a
 * time, up to a size, from safe addresses alone, following nobody elsewhere. Thread-safe.
 */
final class IssuerDocuments implements AutoCloseable {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final int LONGEST = 256 * 1024;

  private final HttpClient client;
  private final Duration timeout;
  private final ObjectMapper json;

  IssuerDocuments(Duration timeout, ObjectMapper json) {
    this.timeout = Objects.requireNonNull(timeout, "timeout");
    this.json = Objects.requireNonNull(json, "json");
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /** The issuer's key set, as it stands: by way of its discovery document. */
  String keySet(TrustedIssuer issuer) throws IssuerFailure {
    String base = issuer.identifier().replaceFirst("/$", "");
    JsonNode discovery = object(get(URI.create(base + DISCOVERY)), "its discovery document");
    String named = discovery.path("issuer").asText();
    if (!named.equals(issuer.identifier())) {
      throw new IssuerFailure("other_issuer", "its discovery document names another issuer");
    }
    URI keys =
        Addresses.parse(discovery.path("jwks_uri").asText())
            .filter(Addresses::isSafe)
            // A public issuer has no business with what listens on this machine.
            .filter(uri -> !Addresses.isLoopback(uri) || Addresses.isLoopback(issuer.issuer()))
            .orElseThrow(() -> new IssuerFailure("bad_answer", "it names no address of its keys"));
    String text = get(keys);
    if (!object(text, "its key set").path("keys").isArray()) {
      throw new IssuerFailure("bad_answer", "its key set is none");
    }
    return text;
  }

  private JsonNode object(String text, String what) throws IssuerFailure {
    try {
      JsonNode node = json.readTree(text);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (IOException bad) {
      // Its message quotes the document; that it is none is all there is to say.
    }
    throw new IssuerFailure("bad_answer", what + " is not a JSON object");
  }

  private String get(URI uri) throws IssuerFailure {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("Accept", "application/json").GET().build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BoundedBody.upTo(LONGEST));
    try {
      HttpResponse<byte[]> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != 200) {
        throw new IssuerFailure("bad_answer", "it answered " + response.statusCode());
      }
      return new String(response.body(), StandardCharsets.UTF_8);
    } catch (TimeoutException late) {
      throw new IssuerFailure("timeout", "no whole answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof BoundedBody.TooLong) {
        throw new IssuerFailure("too_large", "an answer is longer than " + LONGEST + " bytes");
      }
      throw new IssuerFailure("unreachable", "it cannot be reached");
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IssuerFailure("unreachable", "this server is stopping");
    } finally {
      // Ends the exchange where it still runs, body included.
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
