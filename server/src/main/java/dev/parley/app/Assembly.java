package dev.parley.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.bus.ApiTypes;
import dev.parley.platform.bus.Bindings;
import dev.parley.platform.bus.Command;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.bus.Query;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.lease.Worker;
import dev.parley.platform.module.Module;
import dev.parley.platform.module.Wiring;
import dev.parley.platform.outbox.EventTypes;
import dev.parley.platform.ws.TopicHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Collects what the modules hand over, and notices at start what is missing (T02). Used by the
 * starting thread alone.
 */
final class Assembly {
  final Bindings bindings = new Bindings();
  final List<Object> delegates = new ArrayList<>();
  final Map<String, TopicHandler> topics = new LinkedHashMap<>();
  final List<Worker> workers = new ArrayList<>();
  final List<Runnable> starts = new ArrayList<>();
  final List<AutoCloseable> closeables = new ArrayList<>();
  private final EventTypes events;
  private final Map<Class<?>, Object> ports = new HashMap<>();

  Assembly(EventTypes events) {
    this.events = events;
  }

  /**
   * Where one module puts its parts; what only serving needs is left out where it is not enabled.
   */
  Wiring of(boolean served) {
    return new ModuleWiring(served);
  }

  <T> Optional<T> port(Class<T> type) {
    return Optional.ofNullable(ports.get(type)).map(type::cast);
  }

  /**
   * Every command, query and event that the modules declare must be bound by now, and every topic
   * of the contracts that are served.
   */
  void seal(List<Module> modules, Contract contract) {
    for (JsonNode document : contract.asyncApis().values()) {
      for (JsonNode operation : document.path("operations")) {
        String topic = operation.path("x-topic").asText();
        if (!topic.isEmpty() && !topics.containsKey(topic)) {
          throw new IllegalStateException("No handler is bound for the topic " + topic);
        }
      }
    }
    Set<Class<?>> messages = new LinkedHashSet<>();
    Set<Class<? extends DomainEvent>> emitted = new LinkedHashSet<>();
    for (Module module : modules) {
      messages.addAll(ApiTypes.besides(module.getClass(), Command.class));
      messages.addAll(ApiTypes.besides(module.getClass(), Query.class));
      emitted.addAll(ApiTypes.besides(module.getClass(), DomainEvent.class));
    }
    bindings.seal(messages);
    events.require(emitted);
  }

  private final class ModuleWiring implements Wiring {
    private final boolean served;

    ModuleWiring(boolean served) {
      this.served = served;
    }

    @Override
    public <C extends Command<R>, R> Wiring command(Class<C> type, CommandHandler<C, R> handler) {
      bindings.command(type, handler);
      return this;
    }

    @Override
    public <Q extends Query<R>, R> Wiring query(Class<Q> type, QueryHandler<Q, R> handler) {
      bindings.query(type, handler);
      return this;
    }

    @Override
    public Wiring delegate(Object resource) {
      return serving(() -> delegates.add(resource));
    }

    @Override
    public <E extends DomainEvent> Wiring event(
        Class<E> type, String wireType, Function<? super E, ?> data) {
      events.bind(type, wireType, data);
      return this;
    }

    @Override
    public Wiring topic(String topic, TopicHandler handler) {
      return serving(
          () -> {
            if (topics.put(topic, handler) != null) {
              throw new IllegalStateException("two handlers for the topic " + topic);
            }
          });
    }

    @Override
    public Wiring worker(Worker worker) {
      return serving(() -> workers.add(worker));
    }

    @Override
    public <T> Wiring provide(Class<T> type, T port) {
      if (ports.put(type, port) != null) {
        throw new IllegalStateException("two modules provide " + type.getName());
      }
      return this;
    }

    @Override
    public Wiring onStart(Runnable action) {
      starts.add(action);
      return this;
    }

    @Override
    public Wiring closeable(AutoCloseable resource) {
      closeables.add(resource);
      return this;
    }

    private Wiring serving(Runnable action) {
      if (served) {
        action.run();
      }
      return this;
    }
  }
}
