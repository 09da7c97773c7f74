package dev.parley.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may want of a single call; the generated {@code …Params} classes add the optional
 * parameters of their operation. Not thread-safe.
 */
public abstract class CallOptions<S extends CallOptions<S>> {
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable Duration timeout;

  /** For the generated classes. */
  protected CallOptions() {}

  /** This object, as its own type. */
  protected abstract S self();

  /** Waits this long for an answer instead of the client's request timeout. */
  public S timeout(Duration timeout) {
    this.timeout = Durations.positive(timeout, "timeout");
    return self();
  }

  /** Sends one more header, such as {@code traceparent}. */
  public S header(String name, String value) {
    headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return self();
  }

  /** The timeout, if one was set. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** The headers set so far. */
  public Map<String, String> headers() {
    return Map.copyOf(headers);
  }
}
