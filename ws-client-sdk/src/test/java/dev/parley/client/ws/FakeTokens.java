package dev.parley.client.ws;

import dev.parley.client.Tokens;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.model.TokenPair;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Tokens {@code token-1}, {@code token-2} … */
final class FakeTokens implements Tokens {
  private final AtomicInteger number = new AtomicInteger(1);
  volatile boolean signedOut;

  @Override
  public CompletableFuture<String> access() {
    return signedOut
        ? CompletableFuture.failedFuture(new SignedOutException("no way", null))
        : CompletableFuture.completedFuture("token-" + number);
  }

  @Override
  public CompletableFuture<String> renew(String refused) {
    if (refused.equals("token-" + number)) {
      int unused = number.incrementAndGet();
    }
    return access();
  }

  @Override
  public void adopt(TokenPair pair) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Instant> expiresAt() {
    return Optional.empty();
  }

  @Override
  public Optional<String> refreshToken() {
    return Optional.empty();
  }

  @Override
  public Optional<String> deviceId() {
    return Optional.of("device-0000000000000000000");
  }
}
