package dev.parley.asyncapi;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns {@code «java.util.List»} into {@code List} and an import, wherever the short name is free.
 */
final class Imports {
  private static final Pattern MARKED = Pattern.compile("«(\\??)([\\w.]+)»");
  private static final String NULLABLE = "org.jspecify.annotations.Nullable";

  private final String packageName;
  private final Set<String> taken;
  private final boolean jspecify;
  private final Map<String, String> winners = new HashMap<>();
  private final Set<String> imports = new TreeSet<>();

  /** {@code taken}: the simple names of all types in the package. */
  Imports(String packageName, Set<String> taken, boolean jspecify) {
    this.packageName = packageName;
    this.taken = taken;
    this.jspecify = jspecify;
  }

  String shorten(String body) {
    Matcher matcher = MARKED.matcher(body);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      boolean nullable = !matcher.group(1).isEmpty() && jspecify;
      String qualified = matcher.group(2);
      String shown = shown(qualified);
      if (nullable) {
        String annotation = "@" + shown(NULLABLE) + " ";
        int dot = shown.lastIndexOf('.') + 1;
        shown = shown.substring(0, dot) + annotation + shown.substring(dot);
      }
      matcher.appendReplacement(out, Matcher.quoteReplacement(shown));
    }
    return matcher.appendTail(out).toString();
  }

  /** The import statements, a blank line after them; empty if there are none. */
  String block() {
    StringBuilder out = new StringBuilder();
    imports.forEach(i -> out.append("import ").append(i).append(";\n"));
    return out.length() == 0 ? "" : out.append('\n').toString();
  }

  private String shown(String qualified) {
    int dot = qualified.lastIndexOf('.');
    String home = dot < 0 ? "" : qualified.substring(0, dot);
    String simple = qualified.substring(dot + 1);
    if (home.equals(packageName)) {
      return simple;
    }
    if (taken.contains(simple)
        || !winners.computeIfAbsent(simple, s -> qualified).equals(qualified)) {
      return qualified;
    }
    if (!home.equals("java.lang")) {
      imports.add(qualified);
    }
    return simple;
  }
}
