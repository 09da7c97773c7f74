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
  private @Nullable Duration tryTimeout;
  private @Nullable RetryPolicy retries;
  private boolean repeatable;

  /** For the generated classes. */
  protected CallOptions() {}

  /** This object, as its own type. */
  protected abstract S self();

  /**
   * Bounds the whole call, every try and pause of it, instead of the client's {@code callTimeout};
   * a single try may then take as long, unless {@link #tryTimeout} says otherwise.
   */
  public S timeout(Duration timeout) {
    this.timeout = Durations.positive(timeout, "timeout");
    return self();
  }

  /** Bounds each try instead of the client's {@code requestTimeout}. */
  public S tryTimeout(Duration tryTimeout) {
    this.tryTimeout = Durations.positive(tryTimeout, "tryTimeout");
    return self();
  }

  /** Tries this call as often as this policy says; {@link RetryPolicy#none()} tries it once. */
  public S retries(RetryPolicy retries) {
    this.retries = Objects.requireNonNull(retries, "retries");
    return self();
  }

  /**
   * Says that this call may be sent again even where the server may have acted on it, though the
   * contract does not promise that twice is the same as once.
   */
  public S repeatable() {
    this.repeatable = true;
    return self();
  }

  /** Sends one more header, such as {@code traceparent}. */
  public S header(String name, String value) {
    headers.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return self();
  }

  /** The timeout of the whole call, if one was set. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  /** The timeout of each try, if one was set. */
  public Optional<Duration> tryTimeout() {
    return Optional.ofNullable(tryTimeout);
  }

  /** The policy, if one was set. */
  public Optional<RetryPolicy> retries() {
    return Optional.ofNullable(retries);
  }

  /** Whether the caller vouches for repeats. */
  public boolean isRepeatable() {
    return repeatable;
  }

  /** The headers set so far. */
  public Map<String, String> headers() {
    return Map.copyOf(headers);
  }
}
