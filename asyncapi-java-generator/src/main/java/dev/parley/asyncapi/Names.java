package dev.parley.asyncapi;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/** Names of the wire turned into names of Java. */
final class Names {

  /** Types of java.lang (and Builder) that generated sources or their readers would mistake. */
  private static final Set<String> TAKEN =
      Set.of(
          "Appendable",
          "ArithmeticException",
          "AssertionError",
          "AutoCloseable",
          "Boolean",
          "Builder",
          "Byte",
          "CharSequence",
          "Character",
          "Class",
          "ClassLoader",
          "Cloneable",
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
          "InterruptedException",
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
          "Readable",
          "Record",
          "Runnable",
          "Runtime",
          "RuntimeException",
          "SafeVarargs",
          "Short",
          "StackTraceElement",
          "String",
          "StringBuffer",
          "StringBuilder",
          "SuppressWarnings",
          "System",
          "Thread",
          "ThreadGroup",
          "ThreadLocal",
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

  private static final Pattern LETTER_OR_DIGIT = Pattern.compile("[\\p{L}\\p{Nd}]");

  private Names() {}

  /**
   * {@code order-filled} and {@code orderFilled} as {@code OrderFilled}. In ASCII, since it names a
   * file.
   */
  static String type(String wire) {
    StringBuilder out = new StringBuilder();
    for (int c : joined(wire).codePoints().toArray()) {
      out.append(c < 128 ? Character.toString(c) : String.format(Locale.ROOT, "U%04X", c));
    }
    return startsWithDigit(out) ? "_" + out : out.toString();
  }

  /** The words of a name, each with a capital. */
  private static String joined(String wire) {
    StringBuilder out = new StringBuilder();
    for (String word : spelled(wire).split("[^\\p{L}\\p{Nd}]+", -1)) {
      if (!word.isEmpty()) {
        int first = word.codePointAt(0);
        out.appendCodePoint(Character.toUpperCase(first))
            .append(word.substring(Character.charCount(first)));
      }
    }
    return out.toString();
  }

  /** Accents dropped; signs spelled out ({@code $} as dollar sign) where there is nothing else. */
  private static String spelled(String wire) {
    String plain = Normalizer.normalize(wire, Normalizer.Form.NFD).replaceAll("\\p{Mn}+", "");
    String composed = Normalizer.normalize(plain, Normalizer.Form.NFC);
    if (composed
        .codePoints()
        .anyMatch(c -> LETTER_OR_DIGIT.matcher(Character.toString(c)).find())) {
      return composed;
    }
    return wire.isEmpty()
        ? "empty"
        : wire.codePoints()
            .mapToObj(c -> String.valueOf(Character.getName(c)).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" "));
  }

  /** {@code order-id} as {@code orderId}; keywords get an underscore. */
  static String member(String wire) {
    String type = joined(wire);
    // Capitals alone are one word: URL is url, while userID stays userID.
    String member =
        wire.matches("[A-Z0-9]+")
            ? type.toLowerCase(Locale.ROOT)
            : Character.toString(Character.toLowerCase(type.codePointAt(0)))
                + type.substring(Character.charCount(type.codePointAt(0)));
    return safe(startsWithDigit(member) ? "_" + member : member);
  }

  /** A name as it is on the wire, if Java can have it. */
  static Optional<String> verbatim(String wire) {
    return SourceVersion.isIdentifier(wire) && wire.indexOf('$') < 0 && !wire.startsWith("_")
        ? Optional.of(safe(wire))
        : Optional.empty();
  }

  private static String safe(String member) {
    return SourceVersion.isKeyword(member) || TAKEN_MEMBERS.contains(member)
        ? member + "_"
        : member;
  }

  /** {@code orderFilled} and {@code order.filled} as {@code ORDER_FILLED}. */
  static String constant(String wire) {
    String words =
        spelled(wire)
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("[^\\p{L}\\p{Nd}]+", "_")
            .replaceAll("^_+|_+$", "")
            .toUpperCase(Locale.ROOT);
    return startsWithDigit(words) ? "_" + words : words;
  }

  /** The first of the names {@code name}, {@code name_2} ... that {@code taken} does not have. */
  static String free(String name, String separator, Predicate<String> taken) {
    String free = name;
    for (int i = 2; taken.test(free); i++) {
      free = name + separator + i;
    }
    return free;
  }

  /**
   * The names that the type of a place may have, the preferred one first: where two places come to
   * one name, a message says its channel or that it is one, and the rest are numbered.
   */
  static List<String> choices(Node node) {
    String base = at(node);
    if (!node.text("x-java-name").isEmpty()) {
      return List.of(base);
    }
    List<String> choices = new ArrayList<>(List.of(base));
    if (node.pointer().contains("/anyOf/")) {
      choices.add(placeName(node, true));
    }
    List<String> path = path(node);
    if (path.size() > 3 && path.get(0).equals("channels")) {
      choices.add(type(path.get(1)) + base);
    } else if (path.size() > 2
        && path.get(0).equals("components")
        && path.get(1).equals("messages")) {
      choices.add(base + "Message");
    }
    for (int i = 2; i < 100; i++) {
      choices.add(base + i);
    }
    return choices;
  }

  /** The type name of the schema or message at a place; inline ones are named after their owner. */
  static String at(Node node) {
    String own = node.text("x-java-name");
    if (!own.isEmpty()) {
      return checked(own, node.child("x-java-name"));
    }
    String name = placeName(node, false);
    checked(name, node);
    return TAKEN.contains(name)
        ? name + (node.pointer().contains("/messages/") ? "Message" : "Model")
        : name;
  }

  /**
   * With {@code options}, the alternatives of an anyOf have numbers; null and one other need none.
   */
  private static String placeName(Node node, boolean options) {
    List<String> steps = steps(node);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      switch (steps.get(i)) {
        case "payload", "schema" -> {}
        case "properties" -> out.append(type(steps.get(++i)));
        case "allOf" -> i++;
        case "anyOf" -> {
          i++;
          out.append(options ? "Option" + (Integer.parseInt(steps.get(i)) + 1) : "");
        }
        case "oneOf" -> out.append("Option").append(Integer.parseInt(steps.get(++i)) + 1);
        case "prefixItems" -> out.append("Item").append(Integer.parseInt(steps.get(++i)) + 1);
        case "patternProperties" -> {
          out.append("Value");
          i++;
        }
        case "items" -> {
          out.append("Item");
          if (i + 1 < steps.size() && steps.get(i + 1).matches("[0-9]+")) {
            out.append(Integer.parseInt(steps.get(++i)) + 1);
          }
        }
        case "additionalProperties" -> out.append("Value");
        default -> out.append(type(steps.get(i)));
      }
    }
    return out.toString();
  }

  /** The name itself, if a type can have it. */
  static String checked(String name, Node node) {
    if (!SourceVersion.isName(name) || name.indexOf('.') >= 0) {
      throw node.refuse("'" + name + "' is no name for a Java type; say one with x-java-name");
    }
    return name;
  }

  /** The steps of a pointer. */
  private static List<String> path(Node node) {
    List<String> steps = new ArrayList<>();
    for (String step : node.pointer().split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    steps.remove(0);
    return steps;
  }

  private static List<String> steps(Node node) {
    List<String> steps = path(node);
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
