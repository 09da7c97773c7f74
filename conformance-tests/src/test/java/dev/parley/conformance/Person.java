package dev.parley.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/** Somebody registered, who signs in again before a token gets old. Thread-safe. */
public final class Person {
  private static final Duration FRESH = Duration.ofMinutes(2);

  private final SignIn signIn;
  private final JsonNode registration;
  private final ReentrantLock lock = new ReentrantLock();
  private String token = "";
  private Instant since = Instant.MIN;

  Person(SignIn signIn, JsonNode registration) {
    this.signIn = signIn;
    this.registration = registration;
  }

  public String username() {
    return registration.path("username").asText();
  }

  public String password() {
    return registration.path("password").asText();
  }

  /** An access token, good for some minutes. */
  public String token() {
    lock.lock();
    try {
      if (since.isBefore(Instant.now().minus(FRESH))) {
        token = signIn.login(username(), password()).path("accessToken").asText();
        since = Instant.now();
      }
      return token;
    } finally {
      lock.unlock();
    }
  }
}
