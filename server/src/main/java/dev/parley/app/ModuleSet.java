package dev.parley.app;

import dev.parley.platform.module.Module;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The modules of this process: those that {@code ENABLED_MODULES} names (default all) are served,
 * those that they require are loaded too, since all processes share the database.
 *
 * @param served the names of the enabled modules
 * @param loaded every module to wire, each after those it requires
 */
record ModuleSet(Set<String> served, List<Module> loaded) {
  /** Tokens are checked against the keys of this one, whatever is enabled. */
  private static final String AUTH = "auth";

  static ModuleSet discover(Settings settings) {
    Map<String, Module> all = new LinkedHashMap<>();
    for (Module module : ServiceLoader.load(Module.class)) {
      if (all.put(module.name(), module) != null) {
        throw new IllegalStateException("two modules are named " + module.name());
      }
    }
    Set<String> served =
        new LinkedHashSet<>(settings.list("ENABLED_MODULES", List.copyOf(all.keySet())));
    for (String name : served) {
      if (!all.containsKey(name)) {
        throw new StartupException(
            "ENABLED_MODULES names '" + name + "', there are " + String.join(", ", all.keySet()));
      }
    }
    Set<String> order = new LinkedHashSet<>();
    if (all.containsKey(AUTH)) {
      visit(AUTH, all, order, new ArrayList<>());
    }
    served.forEach(name -> visit(name, all, order, new ArrayList<>()));
    return new ModuleSet(served, order.stream().map(all::get).toList());
  }

  private static void visit(
      String name, Map<String, Module> all, Set<String> order, List<String> path) {
    if (path.contains(name)) {
      throw new IllegalStateException(
          "modules require each other: " + String.join(" -> ", path) + " -> " + name);
    }
    Module module = all.get(name);
    if (module == null) {
      throw new IllegalStateException(
          "module " + path.get(path.size() - 1) + " requires " + name + ", which is not there");
    }
    if (order.contains(name)) {
      return;
    }
    path.add(name);
    module.requires().forEach(required -> visit(required, all, order, path));
    path.remove(name);
    order.add(name);
  }

  List<String> names() {
    return loaded.stream().map(Module::name).toList();
  }
}
