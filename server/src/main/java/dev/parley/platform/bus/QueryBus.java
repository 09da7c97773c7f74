package dev.parley.platform.bus;

import dev.parley.platform.bus.Bindings.Binding;
import dev.parley.platform.error.AppException;
import dev.parley.platform.event.EventLog;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.security.Caller;
import dev.parley.platform.tx.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The way in for every read: one consistent snapshot each, and with the answer the positions of the
 * logs it is streamed on, from the same snapshot. No log line a read (T70). Thread-safe; a query
 * runs on the thread that asks.
 */
public final class QueryBus {
  private final Bindings bindings;
  private final Transactions transactions;
  private final EventLog log;
  private final PositionListener positions;
  private final Clock clock;
  private final MeterRegistry meters;

  /**
   * @param positions hears the positions that {@link #ask} read, on the asking thread
   */
  public QueryBus(
      Bindings bindings,
      Transactions transactions,
      EventLog log,
      PositionListener positions,
      Clock clock,
      MeterRegistry meters) {
    this.bindings = bindings;
    this.transactions = transactions;
    this.log = log;
    this.positions = positions;
    this.clock = clock;
    this.meters = meters;
  }

  /**
   * Answers a query.
   *
   * @throws AppException what the handler raised, UNAUTHENTICATED or PERMISSION_DENIED when this
   *     kind of caller may not
   */
  @SuppressWarnings("try") // the trace is on until its block ends
  public <R extends @Nullable Object> R ask(Query<R> query, Caller caller) {
    Binding<?> binding = bindings.of(query.getClass());
    long start = System.nanoTime();
    String outcome = "success";
    try (TraceContext ignored = TraceContext.of(caller)) {
      Access.check(binding.access(), caller);
      QueryHandler<Query<R>, R> handler = handler(binding);
      Answer<R> answer = read(caller, context -> handler.handle(query, context));
      positions.read(answer.positions());
      return answer.value();
    } catch (AppException e) {
      outcome = e.code().name();
      throw e;
    } catch (RuntimeException | Error e) {
      outcome = "INTERNAL_ERROR";
      throw e;
    } finally {
      meters
          .timer("parley.query", "query", binding.name(), "outcome", outcome)
          .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * Runs a read that is no query (a topic's snapshot) in a context of its own. No authorise step:
   * the caller of this has done it.
   */
  public <R extends @Nullable Object> Answer<R> read(
      Caller caller, Function<? super QueryContext, ? extends R> work) {
    return transactions.read(
        handle -> {
          var context =
              new Snapshot(caller, handle, clock.instant().truncatedTo(ChronoUnit.MICROS));
          R value = work.apply(context);
          Map<LogKey, Position> read = new LinkedHashMap<>(context.live());
          if (!context.keys().isEmpty()) {
            read.putAll(log.positions(handle, context.keys()));
          }
          return new Answer<>(value, read);
        });
  }

  @SuppressWarnings("unchecked") // Bindings.query pairs a class with a handler for it
  private static <R extends @Nullable Object> QueryHandler<Query<R>, R> handler(
      Binding<?> binding) {
    return (QueryHandler<Query<R>, R>) binding.handler();
  }

  private record Snapshot(
      Caller caller, Handle handle, Instant now, Set<LogKey> keys, Map<LogKey, Position> live)
      implements QueryContext {
    Snapshot(Caller caller, Handle handle, Instant now) {
      this(caller, handle, now, new LinkedHashSet<>(), new LinkedHashMap<>());
    }

    @Override
    public void stream(LogKey key) {
      keys.add(key);
    }

    @Override
    public void stream(LogKey key, Position at) {
      live.put(key, at);
    }
  }
}
