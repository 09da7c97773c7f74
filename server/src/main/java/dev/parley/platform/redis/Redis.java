package dev.parley.platform.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of this node to the shared Redis. Nobody waits for a Redis that is away: the
 * first question that gets no answer in time is the last one asked, and a thread of its own looks
 * until Redis answers quickly again. An outage is told once, and its end. Thread-safe.
 */
public final class Redis implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Redis.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  /** A Redis that comes and goes is left alone for longer and longer, up to this. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);

  private static final Duration STEADY = Duration.ofMinutes(1);

  private final Dialer dialer;
  private final Duration patience;
  private final AtomicReference<@Nullable Link> live = new AtomicReference<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private final Semaphore ended = new Semaphore(0);
  private final Thread watch = Thread.ofVirtual().name("redis-watch").unstarted(this::watch);

  /** A connection that questions go to, and since when. */
  private record Link(StatefulRedisConnection<String, byte[]> connection, long since) {}

  private Redis(RedisSettings settings) {
    this.dialer = new Dialer(settings);
    this.patience = settings.patience();
  }

  /** Connects; a Redis that is away does not keep the server from starting. */
  public static Redis open(RedisSettings settings) {
    Redis redis = new Redis(settings);
    try {
      redis.look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    redis.watch.start();
    return redis;
  }

  /**
   * The key of something. What it is of is hashed, since people type into a sign-in what is
   * nobody's business, and of any length.
   */
  public static String key(String kind, String of) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
      return "parley:%s:%s"
          .formatted(kind, Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  /** How long a question may take. */
  public Duration patience() {
    return patience;
  }

  /** Whether questions are being asked right now. */
  public boolean isUp() {
    return live.get() != null;
  }

  /**
   * Asks something, if Redis is there.
   *
   * @param question waits no longer than {@link #patience()} and throws when there is no answer
   * @return the answer; empty when there is none, and the caller goes on without
   */
  public <T> Optional<T> ask(Function<StatefulRedisConnection<String, byte[]>, T> question) {
    Link link = live.get();
    if (link == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(question.apply(link.connection()));
    } catch (RuntimeException e) {
      if (!Thread.currentThread().isInterrupted()) {
        lost(link, e);
      }
      return Optional.empty();
    }
  }

  private void lost(Link link, Throwable cause) {
    if (live.compareAndSet(link, null)) {
      tell(cause);
      ended.release();
      if (link.connection().isOpen()) {
        var unused = link.connection().closeAsync();
      }
    }
  }

  private void watch() {
    Duration rest = LOOK_AGAIN;
    try {
      while (true) {
        Link link = live.get();
        if (link != null) {
          ended.acquire();
          boolean steady = System.nanoTime() - link.since() > STEADY.toNanos();
          rest = steady ? LOOK_AGAIN : longer(rest);
        }
        Thread.sleep(rest);
        look();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private static Duration longer(Duration rest) {
    Duration doubled = rest.multipliedBy(2);
    return doubled.compareTo(LONGEST_REST) < 0 ? doubled : LONGEST_REST;
  }

  private void look() throws InterruptedException {
    try {
      begin(dialer.dial());
    } catch (Dialer.NoRedis none) {
      tell(none.getCause());
    }
  }

  private void begin(StatefulRedisConnection<String, byte[]> connection) {
    Link link = new Link(connection, System.nanoTime());
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> gone) {
            lost(link, new IOException("the connection has ended"));
          }
        });
    live.set(link);
    if (told.compareAndSet(true, false)) {
      LOG.info("Redis at {} can be used again, nodes share again", dialer.address());
    }
    if (!connection.isOpen()) {
      lost(link, new IOException("the connection has ended"));
    }
  }

  private void tell(Throwable cause) {
    if (told.compareAndSet(false, true)) {
      LOG.warn(
          "Redis at {} cannot be used; until it can each node keeps to itself what it would"
              + " share: {}",
          dialer.address(),
          cause.toString());
    } else {
      LOG.debug("Redis still cannot be used", cause);
    }
  }

  @Override
  public void close() {
    // What ends from here on is no outage.
    told.set(true);
    watch.interrupt();
    dialer.close();
  }
}
