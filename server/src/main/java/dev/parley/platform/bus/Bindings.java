package dev.parley.platform.bus;

import com.fasterxml.jackson.databind.JavaType;
import dev.parley.platform.bus.AllowedTo.Who;
import dev.parley.platform.idempotency.Answers;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which handler serves which command or query. Filled while modules are wired, then sealed: nothing
 * is sent before, nothing is bound after. Thread-safe.
 */
public final class Bindings {
  private final Answers answers = new Answers();
  private final Map<Class<?>, Binding<?>> bound = new ConcurrentHashMap<>();
  private volatile boolean sealed;

  public <C extends Command<R>, R> void command(Class<C> type, CommandHandler<C, R> handler) {
    bind(
        type,
        new Binding<>(type, handler, access(type), answers.typeArgument(type, Command.class)));
  }

  public <Q extends Query<R>, R> void query(Class<Q> type, QueryHandler<Q, R> handler) {
    bind(type, new Binding<>(type, handler, access(type), answers.typeArgument(type, Query.class)));
  }

  /**
   * Ends the wiring (T02).
   *
   * @param expected every command and query there is; see {@link ApiTypes}
   * @throws IllegalStateException naming all that have no handler
   */
  public void seal(Collection<? extends Class<?>> expected) {
    var missing =
        expected.stream()
            .filter(type -> !bound.containsKey(type))
            .map(Class::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("No handler is bound for " + String.join(", ", missing));
    }
    sealed = true;
  }

  Answers answers() {
    return answers;
  }

  Binding<?> of(Class<?> type) {
    if (!sealed) {
      throw new IllegalStateException("Nothing can be sent while the modules are being wired");
    }
    Binding<?> binding = bound.get(type);
    if (binding == null) {
      throw new IllegalStateException("No handler is bound for " + type.getName());
    }
    return binding;
  }

  private void bind(Class<?> type, Binding<?> binding) {
    if (sealed) {
      throw new IllegalStateException(
          "The modules are wired already; too late for " + type.getName());
    }
    if (bound.putIfAbsent(type, binding) != null) {
      throw new IllegalStateException("Two handlers for " + type.getName());
    }
  }

  private static Set<Who> access(Class<?> type) {
    AllowedTo allowed = type.getAnnotation(AllowedTo.class);
    return allowed == null ? Set.of(Who.SIGNED_IN) : Set.of(allowed.value());
  }

  /** One handler and what is known of its message. */
  record Binding<H>(Class<?> type, H handler, Set<Who> access, JavaType answer) {
    String name() {
      return type.getSimpleName();
    }
  }
}
