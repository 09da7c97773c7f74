package dev.parley.asyncapi;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final Map<String, String> reserved = new HashMap<>();
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

  /** Keeps a name for a place, so that nothing that comes up before it takes the name. */
  void reserve(String name, Node place) {
    reserved.putIfAbsent(name.toLowerCase(Locale.ROOT), place.place());
  }

  /** Takes the first of several names that is free. */
  String claim(List<String> choices, Node place) {
    String name = choices.stream().filter(n -> free(n, place)).findFirst().orElse(choices.get(0));
    claim(name, place);
    return name;
  }

  private boolean free(String name, Node place) {
    String key = name.toLowerCase(Locale.ROOT);
    return !places.containsKey(key)
        && reserved.getOrDefault(key, place.place()).equals(place.place());
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
