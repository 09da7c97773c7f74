package dev.parley.platform.module;

import dev.parley.platform.bus.Command;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.bus.Query;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.lease.Worker;
import dev.parley.platform.ws.TopicHandler;
import java.util.function.Function;

/** What a module hands to the platform. */
public interface Wiring {
  <C extends Command<R>, R> Wiring command(Class<C> type, CommandHandler<C, R> handler);

  <Q extends Query<R>, R> Wiring query(Class<Q> type, QueryHandler<Q, R> handler);

  /** An implementation of a generated JAX-RS interface; a singleton. */
  Wiring delegate(Object resource);

  /** Binds a domain event to its wire type and to what makes the AsyncAPI {@code data} of it. */
  <E extends DomainEvent> Wiring event(Class<E> type, String wireType, Function<? super E, ?> data);

  /** Serves the topic whose {@code x-topic} this is. */
  Wiring topic(String topic, TopicHandler handler);

  /** Background work that one node does at a time, where the module is enabled. */
  Wiring worker(Worker worker);

  /** Opens a port to the modules that require this one. */
  <T> Wiring provide(Class<T> type, T port);

  /** Runs once everything is wired and the database is there, before requests are taken. */
  Wiring onStart(Runnable action);

  /** Closed when the server stops, the last first. */
  Wiring closeable(AutoCloseable resource);
}
