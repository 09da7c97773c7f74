package dev.parley.platform.ws;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a request for a WebSocket has to look like (RFC 6455, 4.2.1). Tyrus takes keys that are none
 * and any method, and calls a missing key a failure of the server.
 */
final class HandshakeRules {
  /** The one version that there is. */
  static final String VERSION = "13";

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");
  private static final Pattern QUERY = Pattern.compile("(?:%[0-9A-Fa-f]{2}|[^%\"<>\\\\^`{|}])*+");
  private static final Pattern PROTOCOL = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private final List<String> protocols;

  /**
   * @param protocols that are spoken
   */
  HandshakeRules(List<String> protocols) {
    this.protocols = List.copyOf(protocols);
  }

  /** A request for a WebSocket, with its head alone. */
  interface Asked {
    String method();

    /** As it stands in the request line; empty for none. */
    String query();

    /** Whether a body comes with it. */
    boolean hasBody();

    boolean http11();

    /** Each header line of this name. */
    List<String> headers(String name);
  }

  /** Throws what is wrong with a request. */
  void check(Asked asked) {
    if (!asked.method().equals("GET")) {
      throw new AppException(ErrorCode.METHOD_NOT_ALLOWED, "A WebSocket is opened with GET");
    }
    require(asked.http11(), "A WebSocket needs HTTP/1.1");
    require(!asked.hasBody(), "A request for a WebSocket has no body");
    require(QUERY.matcher(asked.query()).matches(), "The query has a broken percent escape");
    require(
        listed(asked, "Connection").anyMatch("upgrade"::equalsIgnoreCase),
        "A request for a WebSocket needs Connection: Upgrade");
    require(
        asked.headers("Sec-WebSocket-Version").equals(List.of(VERSION)),
        "Sec-WebSocket-Version must be " + VERSION);
    List<String> keys = asked.headers("Sec-WebSocket-Key");
    require(
        keys.size() == 1 && KEY.matcher(keys.get(0)).matches(),
        "Sec-WebSocket-Key must be 16 bytes in Base64");
    // Who asks for other protocols alone would not understand a word.
    require(
        asked.headers("Sec-WebSocket-Protocol").isEmpty()
            || (listed(asked, "Sec-WebSocket-Protocol")
                    .allMatch(name -> PROTOCOL.matcher(name).matches())
                && listed(asked, "Sec-WebSocket-Protocol").anyMatch(protocols::contains)),
        "Sec-WebSocket-Protocol must name one of " + String.join(", ", protocols));
  }

  private static Stream<String> listed(Asked asked, String header) {
    return asked.headers(header).stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .map(String::strip);
  }

  private static void require(boolean kept, String rule) {
    if (!kept) {
      throw new AppException(ErrorCode.MALFORMED_REQUEST, rule);
    }
  }
}
