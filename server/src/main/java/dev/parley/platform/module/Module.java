package dev.parley.platform.module;

import java.util.Set;

/**
 * A feature that the server can serve, found by {@link java.util.ServiceLoader} (M01). Its specs
 * are at {@code specs/<name>/} and its migrations at {@code db/<name>/} of the class path; its
 * tables are in the schema {@code <name>}.
 */
public interface Module {
  /** The name, as in {@code ENABLED_MODULES} and in the paths of its contract. */
  String name();

  /** The modules whose ports it uses; they are wired before it, also where they are not enabled. */
  default Set<String> requires() {
    return Set.of();
  }

  /** Makes its stores, handlers and delegates with plain constructors and hands them over. */
  void wire(Kernel kernel, Wiring wiring);
}
