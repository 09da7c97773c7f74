package dev.parley.auth.oauth;

import dev.parley.auth.api.FindClient;
import dev.parley.auth.api.FindClient.Client;
import dev.parley.auth.domain.Application;
import dev.parley.auth.domain.LoginThrottle;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.domain.Refusals;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.security.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Client authentication (RFC 6749, 2.3). An unknown client takes the same statement and the same
 * comparison as a known one with a wrong secret, and guesses have to wait as those of passwords do.
 * Thread-safe.
 */
public final class Clients {
  private static final UUID NOBODY = new UUID(0, 0);
  private static final String PREFIX = "app_";

  private final QueryBus queries;
  private final LoginThrottle throttle;
  private final SecureRandom random;
  private final OpaqueSecret nobodys;

  public Clients(QueryBus queries, LoginThrottle throttle, SecureRandom random) {
    this.queries = Objects.requireNonNull(queries, "queries");
    this.throttle = Objects.requireNonNull(throttle, "throttle");
    this.random = Objects.requireNonNull(random, "random");
    this.nobodys = secret();
  }

  /** A secret that nobody has yet; its hash goes into the command. */
  public OpaqueSecret secret() {
    return OpaqueSecret.random(PREFIX, random);
  }

  /**
   * The application whose credentials these are.
   *
   * @throws dev.parley.platform.error.AppException INVALID_CLIENT for any others,
   *     RATE_LIMIT_EXCEEDED with the time to wait
   */
  Application authenticate(ClientCredentials presented, Caller caller) {
    UUID id = id(presented.id());
    String name = "client:" + id;
    throttle
        .admit(name, caller.place())
        .ifPresent(
            wait -> {
              throw Refusals.tooManyAttempts(wait);
            });
    Optional<Client> found = queries.ask(new FindClient(id), caller);
    boolean right =
        MessageDigest.isEqual(
            bytes(OpaqueSecret.hashOf(presented.secret())),
            bytes(found.map(Client::secretHash).orElse(nobodys.hash())));
    Application application =
        found.filter(client -> right).map(Client::application).orElseThrow(Refusals::invalidClient);
    throttle.succeeded(name, caller.place());
    return application;
  }

  /** All that is no id counts as one client, whom nobody can be. */
  private static UUID id(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equals(text) ? id : NOBODY;
    } catch (IllegalArgumentException other) {
      return NOBODY;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
