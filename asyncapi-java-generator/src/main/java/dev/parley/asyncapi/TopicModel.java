package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A topic: what it is called on the wire, its parameters and what is sent on it. */
record TopicModel(
    String base,
    String wire,
    String doc,
    List<TopicParameter> parameters,
    boolean durable,
    UnionModel events,
    @Nullable String snapshotType,
    String union,
    String packageName)
    implements Types.Model {

  @Override
  public String name() {
    return base + "Topic";
  }

  public String event() {
    return "«" + packageName + "." + events.name() + "»";
  }

  /** Method name in the snapshot interface and the streams. */
  public String method() {
    return Names.member(Character.toLowerCase(base.charAt(0)) + base.substring(1));
  }

  public boolean hasText() {
    return parameters.stream().anyMatch(TopicParameter::text);
  }

  public boolean hasParameters() {
    return !parameters.isEmpty();
  }

  public String wireLiteral() {
    return Literals.quote(wire);
  }

  /** A regular expression with a group for each parameter, as a literal. */
  public String pattern() {
    StringBuilder regex = new StringBuilder();
    int from = 0;
    for (TopicParameter p : parameters) {
      int at = wire.indexOf("{" + p.wire() + "}", from);
      regex.append(quoted(wire.substring(from, at))).append(p.group());
      from = at + p.wire().length() + 2;
    }
    return Literals.quote(regex + quoted(wire.substring(from)));
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9:_-]*") ? text : Pattern.quote(text);
  }

  /** The wire name as an expression. */
  public String expression() {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (TopicParameter p : parameters) {
      int at = wire.indexOf("{" + p.wire() + "}", from);
      if (at > from || from == 0) {
        parts.add(Literals.quote(wire.substring(from, at)));
      }
      parts.add(p.name());
      from = at + p.wire().length() + 2;
    }
    if (from < wire.length()) {
      parts.add(Literals.quote(wire.substring(from)));
    }
    return String.join(" + ", parts);
  }

  public String javadoc() {
    List<String> lines = new ArrayList<>();
    lines.add("The topic `" + wire + "`." + (doc.isEmpty() ? "" : " " + doc));
    parameters.forEach(
        p -> lines.add("@param " + p.name() + " " + (p.doc().isEmpty() ? p.wire() : p.doc())));
    return Javadoc.block("", lines);
  }

  public String methodDoc() {
    return Javadoc.block(
        "  ", List.of("Subscribes to `" + wire + "`." + (doc.isEmpty() ? "" : " " + doc)));
  }

  public String snapshotDoc() {
    return Javadoc.block(
        "  ",
        List.of(
            snapshotType == null
                ? "Called when somebody joins `" + wire + "`, which has no snapshot."
                : "The present state of `" + wire + "`."));
  }

  public boolean hasSnapshot() {
    return snapshotType != null;
  }

  public String snapshot() {
    return snapshotType == null ? "" : snapshotType;
  }

  @Override
  public String template() {
    return "topic";
  }
}
