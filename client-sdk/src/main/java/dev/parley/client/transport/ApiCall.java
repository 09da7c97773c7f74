package dev.parley.client.transport;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.parley.client.CallOptions;
import dev.parley.client.RetryPolicy;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation, as the generated API classes describe it. Being built it belongs to one
 * thread; handed to a {@link Transport} it is not changed any more.
 *
 * @param <T> what the operation answers; {@link Void} where that is nothing
 */
public final class ApiCall<T> {
  private final String operationId;
  private final String method;
  private final String pathTemplate;
  private final Type resultType;
  private final Map<String, String> pathParameters = new LinkedHashMap<>();
  private final Map<String, List<String>> query = new LinkedHashMap<>();
  private final List<String> form = new ArrayList<>();
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private boolean secured;
  private boolean idempotencyAccepted;
  private @Nullable Object body;
  private @Nullable Duration timeout;
  private @Nullable Duration tryTimeout;
  private @Nullable RetryPolicy retries;
  private boolean repeatable;

  private ApiCall(String operationId, String method, String pathTemplate, Type resultType) {
    this.operationId = operationId;
    this.method = method;
    this.pathTemplate = pathTemplate;
    this.resultType = resultType;
  }

  /** Starts the call of an operation whose path may hold {@code {names}}. */
  public static <T> ApiCall<T> of(
      String operationId, String method, String pathTemplate, TypeReference<T> resultType) {
    return new ApiCall<>(operationId, method, pathTemplate, resultType.getType());
  }

  /** The same call with another value of one query parameter: the next page of a list. */
  public ApiCall<T> withQuery(String name, Object value) {
    ApiCall<T> copy = new ApiCall<>(operationId, method, pathTemplate, resultType);
    copy.pathParameters.putAll(pathParameters);
    copy.query.putAll(query);
    copy.form.addAll(form);
    copy.headers.putAll(headers);
    copy.secured = secured;
    copy.idempotencyAccepted = idempotencyAccepted;
    copy.body = body;
    copy.timeout = timeout;
    copy.tryTimeout = tryTimeout;
    copy.retries = retries;
    copy.repeatable = repeatable;
    return copy.query(name, value, true);
  }

  /** The operation needs an access token. */
  public ApiCall<T> secured() {
    secured = true;
    return this;
  }

  /** What the contract says of {@code Idempotency-Key}: {@code accepted} or {@code none}. */
  public ApiCall<T> idempotency(String declared) {
    idempotencyAccepted = declared.equals("accepted");
    return this;
  }

  /** Fills in a part of the path. */
  public ApiCall<T> path(String name, Object value) {
    String text = text(Objects.requireNonNull(value, name));
    if (text.isEmpty()) {
      throw new IllegalArgumentException(name + " must not be empty");
    }
    pathParameters.put(name, text);
    return this;
  }

  /**
   * Sets a query parameter, unless it is null; {@code exploded} repeats the name for each element.
   */
  public ApiCall<T> query(String name, @Nullable Object value, boolean exploded) {
    if (value != null) {
      List<String> pairs = new ArrayList<>();
      addPairs(pairs, name, value, exploded);
      query.put(name, pairs);
    }
    return this;
  }

  /** Sets a header, unless it is null. */
  public ApiCall<T> header(String name, @Nullable Object value) {
    if (value != null) {
      headers.put(name, text(value));
    }
    return this;
  }

  /** Adds a field of a form, unless it is null. */
  public ApiCall<T> form(String name, @Nullable Object value) {
    if (value != null) {
      addPairs(form, name, value, true);
    }
    return this;
  }

  /** Sets the JSON body. */
  public ApiCall<T> body(@Nullable Object value) {
    body = value;
    return this;
  }

  /** Takes over what the caller wants of this one call. */
  public ApiCall<T> options(CallOptions<?> options) {
    headers.putAll(options.headers());
    timeout = options.timeout().orElse(null);
    tryTimeout = options.tryTimeout().orElse(null);
    retries = options.retries().orElse(null);
    repeatable = options.isRepeatable();
    return this;
  }

  /** The operation's id in the contract. */
  public String operationId() {
    return operationId;
  }

  /** The HTTP method. */
  public String method() {
    return method;
  }

  /** Whether an access token is needed. */
  public boolean isSecured() {
    return secured;
  }

  /** Whether the operation accepts an {@code Idempotency-Key}. */
  public boolean acceptsIdempotencyKey() {
    return idempotencyAccepted;
  }

  /**
   * Whether acting on it twice is the same as once: by its method (RFC 9110, 9.2.2), by an {@code
   * Idempotency-Key}, or because the caller says so.
   */
  public boolean isRepeatable() {
    return repeatable
        || idempotencyAccepted
        || !(method.equals("POST") || method.equals("PATCH") || method.equals("CONNECT"));
  }

  /** The headers set so far, whatever the case of their names. */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  /** The JSON body, if there is one. */
  public Optional<Object> body() {
    return Optional.ofNullable(body);
  }

  /** The form as {@code application/x-www-form-urlencoded}, if there is one. */
  public Optional<String> form() {
    return form.isEmpty() ? Optional.empty() : Optional.of(String.join("&", form));
  }

  /** How long the whole call may take, where the caller said so. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** How long each try may take, where the caller said so. */
  public Optional<Duration> tryTimeout() {
    return Optional.ofNullable(tryTimeout);
  }

  /** How often to try, where the caller said so. */
  public Optional<RetryPolicy> retries() {
    return Optional.ofNullable(retries);
  }

  /** What the operation answers. */
  public Type resultType() {
    return resultType;
  }

  /** The path, percent-encoded, with its query. */
  public String target() {
    String path = pathTemplate;
    for (Map.Entry<String, String> parameter : pathParameters.entrySet()) {
      path = path.replace("{" + parameter.getKey() + "}", encode(parameter.getValue()));
    }
    String pairs = query.values().stream().flatMap(List::stream).collect(Collectors.joining("&"));
    return pairs.isEmpty() ? path : path + "?" + pairs;
  }

  private static void addPairs(List<String> pairs, String name, Object value, boolean exploded) {
    if (!(value instanceof Collection<?> elements)) {
      pairs.add(encode(name) + "=" + encode(text(value)));
    } else if (exploded) {
      elements.forEach(element -> pairs.add(encode(name) + "=" + encode(text(element))));
    } else if (!elements.isEmpty()) {
      // The commas between the elements are delimiters (RFC 6570): only the elements are encoded.
      StringJoiner joined = new StringJoiner(",", encode(name) + "=", "");
      elements.forEach(element -> joined.add(encode(text(element))));
      pairs.add(joined.toString());
    }
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof WireValue constant) {
      if (constant.value().isEmpty()) {
        throw new IllegalArgumentException(
            constant.getClass().getSimpleName() + "." + constant + " cannot be sent");
      }
      return constant.value();
    }
    return value.toString();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
