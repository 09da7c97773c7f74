package dev.parley.client.ws;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.ParleyClient;
import dev.parley.client.ParleyJson;
import dev.parley.client.ws.broker.BrokerStreams;
import dev.parley.client.ws.datafeed.DatafeedStreams;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The live side of a {@link ParleyClient}: one connection that all subscriptions share.
 *
 * <pre>{@code
 * try (ParleyStreams streams = ParleyStreams.connect(client)) {
 *   streams.broker().orders(event -> System.out.println(event)).awaitReady(Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>Durable events arrive exactly once and in order, across broken connections and restarts of the
 * server: after a break the connection is made anew and every subscription resumed where it stood.
 * The client renews the token; it has to stay open. Thread-safe.
 */
public final class ParleyStreams implements AutoCloseable {
  private static final ObjectMapper JSON = ParleyJson.newMapper();

  private final StreamSocket socket;
  private final BrokerStreams broker;
  private final DatafeedStreams datafeed;

  private ParleyStreams(StreamSocket socket) {
    this.socket = socket;
    this.broker = new BrokerStreams(socket);
    this.datafeed = new DatafeedStreams(socket);
  }

  /** Connects as the user of {@code client}. Returns at once and keeps trying. */
  public static ParleyStreams connect(ParleyClient client) {
    return builder(client).connect();
  }

  /** Starts streams that differ from the defaults. */
  public static Builder builder(ParleyClient client) {
    return new Builder(client);
  }

  /** The caller's orders, executions, positions, account and broker connections. */
  public BrokerStreams broker() {
    return broker;
  }

  /** Quotes, trades and candles. */
  public DatafeedStreams datafeed() {
    return datafeed;
  }

  /** What the generated streams stand on; for contracts that this SDK has no streams of. */
  public EventSocket socket() {
    return socket;
  }

  /** Ends every subscription and the connection. */
  @Override
  public void close() {
    socket.close();
  }

  /** Makes streams; not thread-safe. */
  public static final class Builder {
    private final ParleyClient client;
    private StreamSettings settings = StreamSettings.defaults();
    private @Nullable Executor listenerExecutor;

    private Builder(ParleyClient client) {
      this.client = client;
    }

    /**
     * Bounds the random pause before connecting again: at most {@code first} after the first break,
     * doubled with each failure up to {@code longest}. 250 ms and 30 s.
     */
    public Builder reconnectDelay(Duration first, Duration longest) {
      this.settings = settings.with(new Backoff(first, longest));
      return this;
    }

    /** How long a connection may take, the server's welcome included; 10 seconds. */
    public Builder connectTimeout(Duration connectTimeout) {
      if (connectTimeout.isNegative() || connectTimeout.isZero()) {
        throw new IllegalArgumentException(
            "connectTimeout is " + connectTimeout + ", expected more than zero");
      }
      this.settings = settings.with(connectTimeout);
      return this;
    }

    /**
     * Runs listeners on this executor instead of own threads, of which each subscription uses one
     * while it has something to hear. It has to have a thread for each listener that may block.
     */
    public Builder listenerExecutor(Executor executor) {
      this.listenerExecutor = Objects.requireNonNull(executor, "executor");
      return this;
    }

    /** Connects; returns at once and keeps trying. */
    public ParleyStreams connect() {
      StreamSocket socket =
          new StreamSocket(
              client.httpClient(),
              endpoint(client.baseUrl()),
              client.tokens(),
              JSON,
              settings,
              listenerExecutor);
      socket.start();
      return new ParleyStreams(socket);
    }

    private static URI endpoint(URI baseUrl) {
      String base = baseUrl.toString().replaceFirst("/$", "").replaceFirst("^http", "ws");
      return URI.create(base + "/api/v1/ws");
    }
  }
}
