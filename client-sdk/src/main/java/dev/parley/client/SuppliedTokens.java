package dev.parley.client;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that the caller gets himself. A change of password ends the session of his source, which
 * will be told so. Thread-safe as the source is.
 */
final class SuppliedTokens implements Tokens {
  private final Credentials.AccessTokenSource source;
  private final @Nullable String deviceId;

  SuppliedTokens(Credentials.AccessTokenSource source, @Nullable String deviceId) {
    this.source = source;
    this.deviceId = deviceId;
  }

  @Override
  public CompletableFuture<String> access() {
    return ask(Optional.empty());
  }

  @Override
  public CompletableFuture<String> renew(String refused) {
    return ask(Optional.of(refused));
  }

  /** A copy: giving a call up must not end what others of the caller's may wait for. */
  private CompletableFuture<String> ask(Optional<String> refused) {
    CompletionStage<String> answer;
    try {
      answer = Objects.requireNonNull(source.accessToken(refused), "the source's answer");
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return answer
        .thenApply(token -> Objects.requireNonNull(token, "the source's token"))
        .toCompletableFuture()
        .copy();
  }

  @Override
  public Optional<String> deviceId() {
    return Optional.ofNullable(deviceId);
  }
}
