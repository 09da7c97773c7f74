package dev.parley.platform.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.event.DomainEvent;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How each event class goes to the wire: its type and the function that makes its AsyncAPI data
 * object. Filled while modules are wired, only read afterwards. Thread-safe.
 */
public final class EventTypes {
  private final ObjectMapper json;
  private final Map<Class<?>, EventType<?>> types = new ConcurrentHashMap<>();

  public EventTypes(ObjectMapper json) {
    this.json = json;
  }

  /**
   * @param wireType {@code noun.verb}, the name of the AsyncAPI message
   * @throws IllegalStateException when the class is bound already
   */
  public <E extends DomainEvent> void bind(
      Class<E> event, String wireType, Function<? super E, ?> toData) {
    if (types.putIfAbsent(event, new EventType<>(event, wireType, toData)) != null) {
      throw new IllegalStateException("Two bindings for event " + event.getName());
    }
  }

  /**
   * Checks that every one of these event classes is bound.
   *
   * @throws IllegalStateException naming those that are not
   */
  public void require(Collection<? extends Class<? extends DomainEvent>> expected) {
    var missing =
        expected.stream()
            .filter(type -> !types.containsKey(type))
            .map(Class::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("No wire type is bound for " + String.join(", ", missing));
    }
  }

  Encoded encode(DomainEvent event) {
    EventType<?> type = types.get(event.getClass());
    if (type == null) {
      throw new IllegalStateException("No wire type is bound for " + event.getClass().getName());
    }
    try {
      return new Encoded(event, type.wireType(), json.writeValueAsString(type.data(event)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Event " + type.wireType() + " cannot be written as JSON", e);
    }
  }

  /** An event ready for its log, not yet numbered. */
  record Encoded(DomainEvent event, String type, String json) {}

  private record EventType<E extends DomainEvent>(
      Class<E> event, String wireType, Function<? super E, ?> toData) {
    Object data(DomainEvent raw) {
      return toData.apply(event.cast(raw));
    }
  }
}
