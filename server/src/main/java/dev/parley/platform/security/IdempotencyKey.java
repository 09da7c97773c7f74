package dev.parley.platform.security;

import java.util.Objects;

/**
 * The {@code Idempotency-Key} of a request (IETF draft), with what it is bound to. The actor is not
 * here: it is the {@link Caller}'s.
 *
 * @param operation operationId of the request, so that a key used on another operation is another
 * @param key what the client sent
 * @param bodyHash hex SHA-256 of the request's content (path, query and body), to tell a repeat
 *     from a reuse
 */
public record IdempotencyKey(String operation, String key, String bodyHash) {
  public IdempotencyKey {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(bodyHash, "bodyHash");
  }
}
