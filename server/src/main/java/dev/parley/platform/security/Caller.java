package dev.parley.platform.security;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.net.Addresses;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * On whose behalf a command or query runs.
 *
 * @param principal who, when credentials were given and hold
 * @param address the client's address, which a trusted proxy may have told, or the name of a worker
 * @param traceId 32 hex digits, the trace of the request
 * @param idempotency the key that makes the request's command repeatable
 * @param origin a client's request, or the server's own work
 * @param agent what the client says it is ({@code User-Agent}), without control characters and at
 *     most 256 long; empty if it says nothing
 */
public record Caller(
    Optional<Principal> principal,
    String address,
    String traceId,
    Optional<IdempotencyKey> idempotency,
    Origin origin,
    String agent) {
  private static final int LONGEST_AGENT = 256;

  /** Where the request came from; nothing a client sends can make it {@code SYSTEM}. */
  public enum Origin {
    CLIENT,
    SYSTEM
  }

  public Caller {
    Objects.requireNonNull(principal, "principal");
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(traceId, "traceId");
    Objects.requireNonNull(idempotency, "idempotency");
    Objects.requireNonNull(origin, "origin");
    String printable = agent.replaceAll("\\p{Cntrl}", "").strip();
    agent = printable.substring(0, Math.min(printable.length(), LONGEST_AGENT));
  }

  public Caller(
      Optional<Principal> principal,
      String address,
      String traceId,
      Optional<IdempotencyKey> idempotency) {
    this(principal, address, traceId, idempotency, Origin.CLIENT, "");
  }

  /** A background worker or the server's own start; each call is a trace of its own. */
  public static Caller system(String name) {
    String trace = UUID.randomUUID().toString().replace("-", "");
    return new Caller(Optional.empty(), name, trace, Optional.empty(), Origin.SYSTEM, "");
  }

  /** What budgets and delays count as one place: the address, or its network where it is IPv6. */
  public String place() {
    return Addresses.place(address);
  }

  /** Whose turn it is where something is scarce: the address, or the /48 where it is IPv6. */
  public String network() {
    return Addresses.network(address);
  }

  public boolean isSystem() {
    return origin == Origin.SYSTEM;
  }

  /** Who is signed in, or an UNAUTHENTICATED error. */
  public Principal require() {
    return principal.orElseThrow(
        () -> new AppException(ErrorCode.UNAUTHENTICATED, "This needs credentials"));
  }

  /** The actor for audit and idempotency: user id, {@code system:name}, or {@code address:…}. */
  public String actor() {
    return principal
        .map(p -> p.userId().toString())
        .orElseGet(() -> (isSystem() ? "system:" : "address:") + address);
  }

  public Caller withIdempotency(IdempotencyKey key) {
    return new Caller(principal, address, traceId, Optional.of(key), origin, agent);
  }

  public Caller withPrincipal(Optional<Principal> known) {
    return new Caller(known, address, traceId, idempotency, origin, agent);
  }

  public Caller withAgent(String said) {
    return new Caller(principal, address, traceId, idempotency, origin, said);
  }
}
