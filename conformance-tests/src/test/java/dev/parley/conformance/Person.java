package dev.parley.conformance;

import com.fasterxml.jackson.databind.JsonNode;

/** Somebody registered, who signs in again before a token gets old. Thread-safe. */
public final class Person {
  private final JsonNode registration;
  private final FreshToken token;

  Person(SignIn signIn, JsonNode registration) {
    this.registration = registration;
    this.token =
        new FreshToken(() -> signIn.login(username(), password()).path("accessToken").asText());
  }

  public String username() {
    return registration.path("username").asText();
  }

  public String password() {
    return registration.path("password").asText();
  }

  /** An access token, good for some minutes. */
  public String token() {
    return token.get();
  }
}
