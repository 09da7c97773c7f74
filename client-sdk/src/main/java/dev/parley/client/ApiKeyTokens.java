package dev.parley.client;

import dev.parley.client.error.SignedOutException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One key for ever. Immutable. */
final class ApiKeyTokens implements Tokens {
  static final String HEADER = "X-Api-Key";

  private final String key;

  ApiKeyTokens(String key) {
    this.key = key;
  }

  @Override
  public CompletableFuture<String> access() {
    return CompletableFuture.completedFuture(key);
  }

  @Override
  public CompletableFuture<String> renew(String refused) {
    return CompletableFuture.failedFuture(
        new SignedOutException("The API key is refused, and there is no other", null));
  }

  @Override
  public boolean areRenewable() {
    return false;
  }

  @Override
  public Map<String, String> headers(String token) {
    return Map.of(HEADER, token);
  }
}
