package dev.parley.platform.rate;

import dev.parley.platform.redis.Redis;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Values in Redis, each changed only from what was read. Thread-safe. */
public final class RedisValues implements SharedValues {
  private static final String CHANGE =
      """
      if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
      return 1
      """;

  /** Being outrun so often in a row means that something is wrong. */
  private static final int TRIES = 20;

  private final Redis redis;
  private final String kind;

  /**
   * @param kind of the values, in whose keys it stands
   */
  public RedisValues(Redis redis, String kind) {
    this.redis = redis;
    this.kind = kind;
  }

  @Override
  public <T> Optional<T> change(
      String key, Duration life, Function<Optional<String>, Change<T>> rule) {
    String hidden = Redis.key(kind, key);
    return redis
        .ask(connection -> changed(connection.async(), hidden, life, rule))
        .flatMap(Function.identity());
  }

  private <T> Optional<T> changed(
      RedisAsyncCommands<String, byte[]> commands,
      String key,
      Duration life,
      Function<Optional<String>, Change<T>> rule) {
    for (int i = 0; i < TRIES; i++) {
      Optional<byte[]> before = answer(commands.get(key));
      Change<T> change = rule.apply(before.map(bytes -> new String(bytes, StandardCharsets.UTF_8)));
      if (change.next() == null) {
        return Optional.of(change.result());
      }
      Optional<Boolean> done =
          answer(
              commands.eval(
                  CHANGE,
                  ScriptOutputType.BOOLEAN,
                  new String[] {key},
                  before.orElse(new byte[0]),
                  bytes(change.next()),
                  bytes(Long.toString(life.toMillis()))));
      if (done.orElse(false)) {
        return Optional.of(change.result());
      }
    }
    return Optional.empty();
  }

  @Override
  public void remove(String key) {
    var unused = redis.ask(connection -> answer(connection.async().del(Redis.key(kind, key))));
  }

  private <V> Optional<V> answer(RedisFuture<V> asked) {
    try {
      return Optional.ofNullable(asked.get(redis.patience().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RedisException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new RedisException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
