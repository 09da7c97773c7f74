package dev.parley.platform.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Connects to Redis, and only to one that answers as quickly as requests need it. Thread-safe. */
final class Dialer implements AutoCloseable {
  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** For connecting, which nobody waits for but the start of the server. */
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private static final int PROBES = 3;
  private static final String PROBE_KEY = "parley:probe";

  private final RedisURI uri;
  private final Duration patience;
  private final ClientResources resources;
  private final RedisClient client;

  Dialer(RedisSettings settings) {
    this.uri = settings.uri();
    this.uri.setTimeout(CONNECT);
    this.patience = settings.patience();
    this.resources =
        DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
    this.client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            // Whether it is back is for the watching thread to say.
            .autoReconnect(false)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(10_000)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).keepAlive(true).build())
            .build());
  }

  /** There is no Redis that could be used; the cause says why. */
  static final class NoRedis extends Exception {
    private static final long serialVersionUID = 1L;

    NoRedis(Throwable cause) {
      super(cause);
    }
  }

  /** Connects, and asks as quickly and in the same way as requests will. */
  StatefulRedisConnection<String, byte[]> dial() throws NoRedis, InterruptedException {
    CompletableFuture<StatefulRedisConnection<String, byte[]>> pending =
        client.connectAsync(CODEC, uri).toCompletableFuture();
    try {
      StatefulRedisConnection<String, byte[]> connection =
          pending.get(CONNECT.toMillis(), TimeUnit.MILLISECONDS);
      for (int i = 0; i < PROBES; i++) {
        // A write: one that only reads, being a replica or full, is of no use.
        connection
            .async()
            .set(PROBE_KEY, new byte[0], SetArgs.Builder.px(CONNECT))
            .get(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
      return connection;
    } catch (TimeoutException e) {
      throw givenUp(pending, new TimeoutException("too slow"));
    } catch (ExecutionException | RuntimeException e) {
      throw givenUp(pending, root(e));
    }
  }

  private static NoRedis givenUp(
      CompletableFuture<StatefulRedisConnection<String, byte[]>> pending, Throwable cause) {
    var unused = pending.thenCompose(StatefulRedisConnection::closeAsync);
    return new NoRedis(cause);
  }

  /** What the server said, or the network; what is around it tells the address once more. */
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Where it connects to, without credentials. */
  String address() {
    return uri.getHost() + ":" + uri.getPort();
  }

  @Override
  public void close() {
    client.shutdown(0, CONNECT.toMillis(), TimeUnit.MILLISECONDS);
    resources.shutdown(0, CONNECT.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
