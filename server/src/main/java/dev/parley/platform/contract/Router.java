package dev.parley.platform.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation that a method and path name. A literal step wins over a parameter. Immutable.
 */
public final class Router {
  private final Node root = new Node();

  Router(Collection<Operation> operations) {
    for (Operation operation : operations) {
      Node node = root;
      for (String step : steps(operation.path())) {
        node = node.child(step);
      }
      node.operations.put(operation.method(), operation);
      node.names = steps(operation.path());
    }
  }

  /** What a request's method and path lead to. */
  public sealed interface Route {
    /** An operation, with its path parameters as they stand in the path, decoded. */
    record Found(Operation operation, Map<String, String> pathParameters) implements Route {}

    /** The path answers other methods. */
    record WrongMethod(Collection<String> allowed) implements Route {}

    /** There is no such path. */
    record Unknown() implements Route {}
  }

  /**
   * Routes a request.
   *
   * @param steps the decoded segments of the path
   */
  public Route route(String method, List<String> steps) {
    Node node = find(root, steps, 0);
    if (node == null) {
      return new Route.Unknown();
    }
    // RFC 9110: HEAD is GET without the body.
    Operation operation = node.operations.get(method.equals("HEAD") ? "GET" : method);
    if (operation == null) {
      TreeSet<String> allowed = new TreeSet<>(node.operations.keySet());
      if (allowed.contains("GET")) {
        allowed.add("HEAD");
      }
      allowed.add("OPTIONS");
      return new Route.WrongMethod(allowed);
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      String name = node.names.get(i);
      if (name.startsWith("{")) {
        parameters.put(name.substring(1, name.length() - 1), steps.get(i));
      }
    }
    return new Route.Found(operation, parameters);
  }

  private static @Nullable Node find(Node node, List<String> steps, int at) {
    if (at == steps.size()) {
      return node.operations.isEmpty() ? null : node;
    }
    Node literal = node.literals.get(steps.get(at));
    Node found = literal == null ? null : find(literal, steps, at + 1);
    if (found == null && node.parameter != null && !steps.get(at).isEmpty()) {
      found = find(node.parameter, steps, at + 1);
    }
    return found;
  }

  /** The segments of a path. */
  public static List<String> steps(String path) {
    List<String> steps = new ArrayList<>(List.of(path.split("/", -1)));
    steps.removeFirst();
    return steps;
  }

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<String, Operation> operations = new HashMap<>();
    @Nullable Node parameter;
    List<String> names = List.of();

    Node child(String step) {
      if (!step.startsWith("{")) {
        return literals.computeIfAbsent(step, s -> new Node());
      }
      Node child = parameter == null ? new Node() : parameter;
      parameter = child;
      return child;
    }
  }
}
