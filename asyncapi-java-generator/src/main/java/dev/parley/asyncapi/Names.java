package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Names of the wire turned into names of Java. */
final class Names {

  /** Types of java.lang (and Builder) that generated sources or their readers would mistake. */
  private static final Set<String> TAKEN =
      Set.of(
          "Boolean",
          "Builder",
          "Byte",
          "CharSequence",
          "Character",
          "Class",
          "Comparable",
          "Deprecated",
          "Double",
          "Enum",
          "Error",
          "Exception",
          "Float",
          "FunctionalInterface",
          "IllegalArgumentException",
          "IllegalStateException",
          "Integer",
          "Iterable",
          "Long",
          "Math",
          "Module",
          "NullPointerException",
          "Number",
          "Object",
          "Override",
          "Package",
          "Process",
          "Record",
          "Runnable",
          "Runtime",
          "RuntimeException",
          "SafeVarargs",
          "Short",
          "String",
          "StringBuilder",
          "SuppressWarnings",
          "System",
          "Thread",
          "Throwable",
          "Void");

  /** What a record component cannot be called, or what its record already has. */
  private static final Set<String> TAKEN_MEMBERS =
      Set.of(
          "builder",
          "clone",
          "finalize",
          "getClass",
          "hashCode",
          "notify",
          "notifyAll",
          "toString",
          "wait");

  private Names() {}

  /** {@code order-filled} and {@code orderFilled} as {@code OrderFilled}. */
  static String type(String wire) {
    StringBuilder out = new StringBuilder();
    for (String word : wire.split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        out.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    return startsWithDigit(out) ? "_" + out : out.toString();
  }

  /** {@code order-id} as {@code orderId}; keywords get an underscore. Empty if nothing is left. */
  static String member(String wire) {
    String type = type(wire);
    if (type.isEmpty()) {
      return "";
    }
    // Capitals alone are one word: URL is url, while userID stays userID.
    String member =
        wire.matches("[A-Z0-9]+")
            ? type.toLowerCase(Locale.ROOT)
            : Character.toLowerCase(type.charAt(0)) + type.substring(1);
    return SourceVersion.isKeyword(member) || TAKEN_MEMBERS.contains(member)
        ? member + "_"
        : member;
  }

  /** {@code orderFilled} and {@code order.filled} as {@code ORDER_FILLED}. */
  static String constant(String wire) {
    String words =
        wire.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("[^A-Za-z0-9]+", "_")
            .replaceAll("^_+|_+$", "")
            .toUpperCase(Locale.ROOT);
    return startsWithDigit(words) ? "_" + words : words;
  }

  /** The type name of the schema or message at a place; inline ones are named after their owner. */
  static String at(Node node) {
    String own = node.text("x-java-name");
    if (!own.isEmpty()) {
      return checked(own, node.child("x-java-name"));
    }
    List<String> steps = steps(node);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case "payload", "schema" -> {}
        case "properties" -> out.append(type(steps.get(++i)));
        case "allOf", "anyOf" -> i++;
        case "oneOf" -> out.append("Option").append(Integer.parseInt(steps.get(++i)) + 1);
        case "items" -> out.append("Item");
        case "additionalProperties" -> out.append("Value");
        default -> out.append(type(steps.get(i)));
      }
    }
    String name = out.toString();
    checked(name, node);
    return TAKEN.contains(name)
        ? name + (node.pointer().contains("/messages/") ? "Message" : "Model")
        : name;
  }

  /** The name itself, if a type can have it. */
  static String checked(String name, Node node) {
    if (!SourceVersion.isName(name) || name.indexOf('.') >= 0) {
      throw node.refuse("'" + name + "' is no name for a Java type; say one with x-java-name");
    }
    return name;
  }

  private static List<String> steps(Node node) {
    List<String> steps = new ArrayList<>();
    for (String step : node.pointer().split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    steps.remove(0);
    if (steps.isEmpty()) {
      String file = node.file().getFileName().toString();
      return List.of(file.replaceAll("\\.[^.]*$", ""));
    }
    int skip =
        switch (steps.get(0)) {
          case "components" -> 2;
          case "channels" -> 3;
          case "definitions", "$defs" -> 1;
          default -> 0;
        };
    return skip < steps.size() ? steps.subList(skip, steps.size()) : steps;
  }

  private static boolean startsWithDigit(CharSequence name) {
    return name.length() > 0 && Character.isDigit(name.charAt(0));
  }
}
