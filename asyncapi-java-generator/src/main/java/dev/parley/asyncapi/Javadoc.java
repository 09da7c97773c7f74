package dev.parley.asyncapi;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Descriptions (CommonMark, mostly plain) as Javadoc comments. */
final class Javadoc {
  private static final int WIDTH = 100;

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private Javadoc() {}

  /**
   * A comment of paragraphs; those that start with a tag are kept apart from the text. Ends without
   * a newline.
   */
  static String block(String indent, List<String> paragraphs) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : paragraphs) {
      if (paragraph.startsWith("@")
          && !lines.isEmpty()
          && !lines.get(lines.size() - 1).startsWith("@")
          && !lines.get(lines.size() - 1).startsWith("    ")) {
        lines.add("");
      }
      boolean first = true;
      for (String part : paragraph.strip().split("\\n\\s*\\n", -1)) {
        if (!first) {
          lines.add("");
        }
        String mark = first || part.startsWith("<p>") ? "" : "<p>";
        if (lines.size() > 0 && part.startsWith("<p>")) {
          lines.add("");
        }
        wrap(mark + escape(part), WIDTH - indent.length() - 3, paragraph.startsWith("@"), lines);
        first = false;
      }
    }
    if (lines.size() == 1 && lines.get(0).length() + indent.length() + 7 <= WIDTH) {
      return indent + "/** " + lines.get(0) + " */";
    }
    StringBuilder out = new StringBuilder(indent + "/**\n");
    lines.forEach(line -> out.append((indent + " * " + line).stripTrailing()).append('\n'));
    return out.append(indent).append(" */").toString();
  }

  /** Text that cannot end the comment or be taken for markup. Own markup is let through. */
  private static String escape(String text) {
    if (text.startsWith("<p>{@link #UNKNOWN}")) {
      return text;
    }
    String tag = text.startsWith("@param ") ? "@param " : "";
    String safe =
        text.substring(tag.length())
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("@", "&#64;")
            .replace("*/", "*&#47;")
            .replace("/*", "&#47;*")
            .replace("\\", "&#92;")
            .replace("«", "&laquo;")
            .replace("»", "&raquo;");
    return tag + CODE.matcher(safe).replaceAll(Javadoc::code);
  }

  /** Code spans; entities and unbalanced braces would not survive in {@code @code}. */
  private static String code(MatchResult span) {
    String text = span.group(1);
    int depth = 0;
    boolean balanced = true;
    for (char c : text.toCharArray()) {
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      balanced &= depth >= 0;
    }
    boolean plain = balanced && depth == 0 && text.indexOf('&') < 0;
    return Matcher.quoteReplacement(plain ? "{@code " + text + "}" : span.group());
  }

  private static void wrap(String text, int width, boolean tag, List<String> lines) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split("\\s+", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(tag ? "    " : "");
        line.append(word);
      } else {
        line.append(line.length() == 0 ? "" : " ").append(word);
      }
    }
    lines.add(line.toString());
  }
}
