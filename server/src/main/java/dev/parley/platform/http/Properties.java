package dev.parley.platform.http;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads properties of the generated records by name, for headers that the contract makes of them.
 * Thread-safe.
 */
final class Properties {
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9]+)}");
  private static final Map<Map.Entry<Class<?>, String>, Method> ACCESSORS =
      new ConcurrentHashMap<>();

  private Properties() {}

  static Object of(Object entity, String name) {
    Method accessor =
        ACCESSORS.computeIfAbsent(
            Map.entry(entity.getClass(), name),
            key -> {
              try {
                return key.getKey().getMethod(key.getValue());
              } catch (NoSuchMethodException e) {
                throw new IllegalStateException(
                    "the contract names a property that is not there: " + key, e);
              }
            });
    try {
      return accessor.invoke(entity);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + name + " of " + entity.getClass(), e);
    }
  }

  /** Fills the {@code {property}} places of a template. */
  static String fill(String template, Object entity) {
    Matcher places = PLACE.matcher(template);
    return places.replaceAll(p -> Matcher.quoteReplacement(String.valueOf(of(entity, p.group(1)))));
  }
}
