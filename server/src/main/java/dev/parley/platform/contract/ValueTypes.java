package dev.parley.platform.contract;

import dev.parley.platform.contract.Parameter.ValueType;
import java.util.Collection;

/** What the text of a path, query or header value can be asked to parse to. */
final class ValueTypes {
  static final ValueType TEXT = raw -> "";
  static final ValueType INTEGER =
      raw -> raw.matches("-?[0-9]{1,19}") ? "" : "must be a whole number, found " + quote(raw);
  static final ValueType BOOLEAN =
      raw ->
          raw.equals("true") || raw.equals("false")
              ? ""
              : "must be true or false, found " + quote(raw);
  static final ValueType UUID =
      raw -> Formats.isUuid(raw) ? "" : "must be a UUID, found " + quote(raw);
  static final ValueType DATE_TIME =
      raw ->
          Formats.isDateTime(raw)
              ? ""
              : "must be an RFC 3339 time such as 2026-01-31T12:00:00Z, found " + quote(raw);
  static final ValueType DATE =
      raw -> Formats.isDate(raw) ? "" : "must be a date such as 2026-01-31, found " + quote(raw);
  static final ValueType DECIMAL =
      raw ->
          Formats.isDecimal(raw)
              ? ""
              : "must be a decimal number such as 1.25, found " + quote(raw);

  private ValueTypes() {}

  static ValueType oneOf(Collection<String> values) {
    return raw ->
        values.contains(raw)
            ? ""
            : "must be one of " + String.join(", ", values) + ", found " + quote(raw);
  }

  static String quote(String raw) {
    return "'" + shortened(raw) + "'";
  }

  static String shortened(String raw) {
    return raw.length() > 60 ? raw.substring(0, 60) + "…" : raw;
  }
}
