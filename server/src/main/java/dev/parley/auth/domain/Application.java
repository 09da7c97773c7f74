package dev.parley.auth.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * A program that acts for the account that registered it.
 *
 * @param id what OAuth 2.0 calls {@code client_id}
 * @param scopes the most that its tokens may do
 * @param secretAt when its secret was made
 * @param version grows by one with every change; a token is given only for the version whose secret
 *     was shown
 */
public record Application(
    UUID id,
    UUID ownerId,
    String name,
    Set<String> scopes,
    Instant createdAt,
    Instant secretAt,
    long version) {
  /** How many applications one user has. */
  public static final int MOST = 100;

  public Application {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(ownerId, "ownerId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(secretAt, "secretAt");
    scopes = Set.copyOf(scopes);
  }

  /** The same with a secret made now. */
  public Application secretRotated(Instant now) {
    return new Application(id, ownerId, name, scopes, createdAt, now, version + 1);
  }
}
