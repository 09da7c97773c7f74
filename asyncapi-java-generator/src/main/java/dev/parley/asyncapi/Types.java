package dev.parley.asyncapi;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The types of the package that is being made. Each has one name and one place it comes from. */
final class Types {

  /** Something that becomes one source file: a template and what it is filled with. */
  interface Model {
    /** Simple name of the type. */
    String name();

    /** Name of the template. */
    String template();
  }

  private final Map<String, Model> models = new TreeMap<>();
  private final Map<String, String> places = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  /** Takes a name; case counts for nothing, since it does not in some file systems. */
  void claim(String name, Node place) {
    String earlier = places.putIfAbsent(name.toLowerCase(Locale.ROOT), place.place());
    names.add(name);
    if (earlier != null) {
      throw place.refuse(
          "the Java type "
              + name
              + " is already made of "
              + earlier
              + "; say another with x-java-name");
    }
  }

  <M extends Model> M add(M model) {
    models.put(model.name(), model);
    return model;
  }

  /** All models by name. */
  Map<String, Model> models() {
    return new LinkedHashMap<>(models);
  }

  /** All names taken so far. */
  Set<String> names() {
    return Set.copyOf(names);
  }
}
