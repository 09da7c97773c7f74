package dev.parley.platform.http;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a request's head has to be spelt (RFC 9112): lines that end in CRLF, nothing folded, no space
 * before a colon, one length. Grizzly is lenient with all of that, and so is many a proxy, each in
 * its own way; where two of them read a request differently, one request hides another.
 */
final class HeadRules {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final Pattern REQUEST_LINE =
      Pattern.compile(
          TOKEN + " (?:\\*|(?:/|https?://)[\\x21-\\x7e]*+) HTTP/([0-9]\\.[0-9])",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern FIELD =
      Pattern.compile("(" + TOKEN + "):[ \\t]*+([^\\x00-\\x08\\x0a-\\x1f\\x7f]*+)");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private HeadRules() {}

  /**
   * Refuses a head that breaks a rule, and says which.
   *
   * @param head all of it, each byte as one character, with the empty line
   */
  static void check(String head) {
    List<String> lines = lines(head);
    require(!lines.isEmpty(), "There is no request line");
    Matcher request = REQUEST_LINE.matcher(lines.get(0));
    require(request.matches(), "The request line must be: method, space, path, space, HTTP/1.1");
    Set<String> lengths = new HashSet<>();
    for (String line : lines.subList(1, lines.size())) {
      Matcher field = field(line);
      String name = field.group(1).toLowerCase(Locale.ROOT);
      String value = field.group(2).strip();
      switch (name) {
        case "host" -> require(lengths.add(name), "There must be one Host header");
        case "content-length" -> {
          require(lengths.add(name), "There must be one Content-Length");
          require(LENGTH.matcher(value).matches(), "Content-Length must be a number");
        }
        case "transfer-encoding" -> {
          require(lengths.add(name), "There must be one Transfer-Encoding");
          require(value.equalsIgnoreCase("chunked"), "Transfer-Encoding can only be chunked");
          require(!request.group(1).equals("1.0"), "HTTP/1.0 has no Transfer-Encoding");
        }
        default -> {}
      }
    }
    require(
        !lengths.containsAll(Set.of("content-length", "transfer-encoding")),
        "There must be Content-Length or Transfer-Encoding, not both");
  }

  /** Refuses trailers, which nobody reads, unless they are spelt like headers. */
  static void checkTrailers(String trailers) {
    lines(trailers).forEach(HeadRules::field);
  }

  private static Matcher field(String line) {
    Matcher field = FIELD.matcher(line);
    require(field.matches(), "Each header must be a line of its own: name, colon, value");
    return field;
  }

  /** The lines before the empty one; a line feed alone ends none. */
  private static List<String> lines(String block) {
    require(block.endsWith("\r\n\r\n") || block.equals("\r\n"), "Each line must end with CRLF");
    String lines = block.substring(0, Math.max(0, block.length() - 4));
    return lines.isEmpty() ? List.of() : List.of(lines.split("\r\n", -1));
  }

  private static void require(boolean kept, String rule) {
    if (!kept) {
      throw new AppException(ErrorCode.MALFORMED_REQUEST, rule);
    }
  }
}
