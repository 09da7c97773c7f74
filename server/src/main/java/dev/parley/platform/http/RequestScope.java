package dev.parley.platform.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.contract.Operation;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.PresentedCredentials;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the request that a thread serves. Made by the front door, filled on the way in,
 * read on the way out; of one thread, since a request never changes it.
 */
final class RequestScope {
  private static final ThreadLocal<RequestScope> CURRENT = new ThreadLocal<>();

  final String traceId;
  final String path;
  final Map<String, String> headers = new LinkedHashMap<>();
  final Map<LogKey, Position> positions = new LinkedHashMap<>();
  Caller caller;
  PresentedCredentials credentials = PresentedCredentials.NONE;

  /** Whether a page asks that may have cookies. */
  boolean page;

  /** Lines of {@code Set-Cookie} by the name of the cookie, for an answer of success. */
  final Map<String, String> cookies = new LinkedHashMap<>();

  @Nullable Operation operation;
  @Nullable JsonNode body;

  /** Why the body that was sent cannot be had. */
  Optional<AppException> bodyRefusal = Optional.empty();

  /** Whether the rest of the request is not worth waiting for: the answer ends the connection. */
  boolean hangUp;

  /** Changes {@code Cache-Control}, which the front door sets before anybody knows the answer. */
  Consumer<String> cacheControl = value -> {};

  RequestScope(String traceId, String path, String address) {
    this.traceId = traceId;
    this.path = path;
    this.caller = new Caller(Optional.empty(), address, traceId, Optional.empty());
  }

  static void enter(RequestScope scope) {
    CURRENT.set(scope);
  }

  static void leave() {
    CURRENT.remove();
  }

  /** The request of this thread. */
  static RequestScope current() {
    RequestScope scope = CURRENT.get();
    if (scope == null) {
      throw new AppException(ErrorCode.INTERNAL_ERROR, "No request is being served on this thread");
    }
    return scope;
  }

  static Optional<RequestScope> find() {
    return Optional.ofNullable(CURRENT.get());
  }
}
