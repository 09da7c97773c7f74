package dev.parley.platform.net;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header in which proxies tell for whom they ask. One of the two: a proxy that writes the one
 * hands on whatever a client wrote into the other.
 */
public enum ProxyHeader {
  /** Addresses, each proxy's addition the last. */
  X_FORWARDED_FOR("X-Forwarded-For") {
    @Override
    Optional<List<String>> hops(String value) {
      return Optional.of(Arrays.stream(value.split(",", -1)).map(String::strip).toList());
    }
  },

  /** RFC 7239. */
  FORWARDED("Forwarded") {
    @Override
    Optional<List<String>> hops(String value) {
      List<String> hops = new ArrayList<>();
      String client = "";
      int end = 0;
      for (Matcher pair = PAIR.matcher(value); pair.find(); end = pair.end()) {
        if (pair.group("name").equalsIgnoreCase("for")) {
          client = unquoted(pair.group("value"));
        }
        if (!pair.group("end").equals(";")) {
          hops.add(client);
          client = "";
        }
      }
      // A quote that a client left open would swallow what the proxy has added.
      return end == value.length() ? Optional.of(hops) : Optional.empty();
    }
  };

  private static final Pattern PAIR =
      Pattern.compile(
          "\\G\\s*(?<name>[\\w!#$%&'*+.^`|~-]+)=(?<value>[^\\s\",;]*|\"(?:[^\"\\\\]|\\\\.)*+\")"
              + "\\s*(?<end>[;,]|$)");

  private final String header;

  ProxyHeader(String header) {
    this.header = header;
  }

  /** The name of the header. */
  public String header() {
    return header;
  }

  /**
   * Who was asked for, hop by hop, the nearest last, as it stands there; empty if the value is not
   * what the header must be.
   */
  abstract Optional<List<String>> hops(String value);

  private static String unquoted(String value) {
    return value.startsWith("\"")
        ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
        : value;
  }
}
