package dev.parley.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks an object: its properties, those it must have and those it must not, and their snake_case
 * aliases.
 */
final class ObjectCheck implements Check {
  private final Map<String, Check> properties;
  private final Map<String, String> aliases = new HashMap<>();
  private final List<String> required = new ArrayList<>();
  private final boolean open;

  ObjectCheck(JsonNode schema, Map<String, Check> properties) {
    this.properties = properties;
    schema.path("required").forEach(r -> required.add(r.asText()));
    JsonNode additional = schema.path("additionalProperties");
    // Without any property named it is a free-form map; with some, what is not named is refused.
    open = additional.isObject() || additional.asBoolean(properties.isEmpty());
    for (String name : properties.keySet()) {
      String alias = snakeCase(name);
      if (!alias.equals(name) && !properties.containsKey(alias)) {
        aliases.put(alias, name);
      }
    }
  }

  @Override
  public void check(JsonNode value, String pointer, Findings found) {
    if (!(value instanceof ObjectNode object)) {
      found.add(pointer, "type", "must be an object, found " + kind(value));
      return;
    }
    renameAliases(object, pointer, found);
    for (String name : required) {
      if (!object.has(name)) {
        found.add(pointer + "/" + name, "required", "must be present");
      }
    }
    for (Map.Entry<String, JsonNode> e : object.properties()) {
      String at = pointer + "/" + escape(e.getKey());
      Check check = properties.get(e.getKey());
      if (check != null) {
        check.check(e.getValue(), at, found);
      } else if (!open) {
        found.add(at, "unknown", "is not a property of this object");
      } else if (!Formats.isStorable(e.getKey())) {
        found.add(pointer, "characters", "must not have NUL or broken surrogates in a name");
      }
    }
  }

  private void renameAliases(ObjectNode object, String pointer, Findings found) {
    if (aliases.isEmpty()) {
      return;
    }
    List<String> given = new ArrayList<>();
    object.fieldNames().forEachRemaining(given::add);
    for (String alias : given) {
      String name = aliases.get(alias);
      if (name == null) {
        continue;
      }
      JsonNode value = object.remove(alias);
      if (object.has(name)) {
        found.add(
            pointer + "/" + name, "repeated", "must be given once, found it as " + alias + " too");
      } else {
        object.set(name, value);
      }
    }
  }

  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, POJO -> "an object";
      case ARRAY -> "an array";
      case STRING, BINARY -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      case MISSING -> "nothing";
    };
  }

  private static String escape(String name) {
    String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
    return shown.replace("~", "~0").replace("/", "~1");
  }
}
