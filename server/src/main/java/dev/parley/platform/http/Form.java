package dev.parley.platform.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.platform.contract.Findings;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads {@code application/x-www-form-urlencoded} into a flat object of strings, strictly: whole
 * percent escapes, UTF-8, each name once. As RFC 6749 (3.2) wants it, a parameter without a value
 * counts as absent and one that nobody knows is not looked at.
 */
final class Form {
  private static final int MOST_PARAMETERS = 100;

  private final byte[] body;

  private Form(byte[] body) {
    this.body = body;
  }

  /**
   * The parameters that have a value; one given twice is a finding, what is no form an error.
   *
   * @param known the names that are kept
   */
  static ObjectNode read(byte[] body, Set<String> known, Findings found) {
    return new Form(body).read(known, found);
  }

  private ObjectNode read(Set<String> known, Findings found) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Set<String> seen = new HashSet<>();
    int parameters = 0;
    int from = 0;
    while (from < body.length) {
      int to = find('&', from, body.length);
      if (to > from) {
        if (++parameters > MOST_PARAMETERS) {
          throw malformed("A form may have at most " + MOST_PARAMETERS + " parameters");
        }
        int equals = find('=', from, to);
        String name = decode(from, equals);
        String value = decode(Math.min(equals + 1, to), to);
        if (!seen.add(name)) {
          found.add(known.contains(name) ? "/" + name : "", "repeated", "must be given once");
        } else if (known.contains(name) && !value.isEmpty()) {
          object.put(name, value);
        }
      }
      from = to + 1;
    }
    if (seen.stream().allMatch(String::isBlank)) {
      throw malformed("The body must be a form, found no parameter");
    }
    return object;
  }

  private int find(char wanted, int from, int to) {
    int at = from;
    while (at < to && body[at] != wanted) {
      at++;
    }
    return at;
  }

  private String decode(int from, int to) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
    for (int at = from; at < to; at++) {
      if (body[at] == '+') {
        bytes.write(' ');
      } else if (body[at] != '%') {
        bytes.write(body[at]);
      } else {
        bytes.write(hex(at + 1, to) << 4 | hex(at + 2, to));
        at += 2;
      }
    }
    try {
      ByteBuffer text = ByteBuffer.wrap(bytes.toByteArray());
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw malformed("The form must be UTF-8");
    }
  }

  private int hex(int at, int to) {
    int digit = at < to ? Character.digit(body[at], 16) : -1;
    if (digit < 0) {
      throw malformed("The form has a broken percent escape");
    }
    return digit;
  }

  private static AppException malformed(String detail) {
    return new AppException(ErrorCode.MALFORMED_REQUEST, detail);
  }
}
