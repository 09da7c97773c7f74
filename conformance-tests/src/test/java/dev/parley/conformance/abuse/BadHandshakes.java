package dev.parley.conformance.abuse;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Requests for a WebSocket that do not deserve one, on every path that has them. */
final class BadHandshakes {
  private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private BadHandshakes() {}

  /** A handshake as it has to be, with these header lines besides. */
  static String good(URI base, String path, String headers) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: "
        + base.getAuthority()
        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + KEY
        + headers
        + "\r\n";
  }

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>();
    for (String path : Victim.socketPaths()) {
      changes()
          .forEach(
              (name, change) ->
                  all.add(
                      new Attack(
                          path + ": " + name,
                          victim -> {
                            try (RawWire wire = new RawWire(victim.url())) {
                              wire.send(change.apply(good(victim.url(), path, "")))
                                  .hear()
                                  .assertProblem(400, 403, 405);
                            }
                          })));
    }
    return all;
  }

  private static Map<String, UnaryOperator<String>> changes() {
    Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
    all.put("no key", good -> good.replace(KEY, ""));
    all.put("two keys", good -> good.replace(KEY, KEY + KEY));
    for (String key : List.of("", "abc", "!!!!!!!!!!!!!!!!!!!!!!==", "dGhlIHNhbXBsZSBub25jZQ")) {
      all.put("key '" + key + "'", good -> good.replace("dGhlIHNhbXBsZSBub25jZQ==", key));
    }
    all.put("no version", good -> good.replace("Sec-WebSocket-Version: 13\r\n", ""));
    for (String version : List.of("8", "14", "x", "13, 8")) {
      all.put("version " + version, good -> good.replace("Version: 13", "Version: " + version));
    }
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
      all.put(method, good -> good.replaceFirst("GET", method));
    }
    all.put("a body", with("Content-Length: 2", "{}"));
    all.put("a chunked body", with("Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\n\r\n"));
    all.put("no connection", good -> good.replace("Connection: Upgrade\r\n", ""));
    all.put("a connection to close", good -> good.replace("n: Upgrade", "n: close"));
    all.put("HTTP/1.0", good -> good.replace("HTTP/1.1", "HTTP/1.0"));
    for (String protocol : List.of("chat", "parley.v0", "", ",,,", "x".repeat(20_000))) {
      String shown = protocol.length() > 20 ? "of 20,000" : "'" + protocol + "'";
      all.put("protocol " + shown, with("Sec-WebSocket-Protocol: " + protocol, ""));
    }
    for (String query : List.of("%zz", "%", "x={}", "x=|^")) {
      all.put("query " + query, good -> good.replace(" HTTP", "?" + query + " HTTP"));
    }
    all.put("a header of 40,000", with("X: " + "a".repeat(40_000), ""));
    for (String origin : List.of("http://evil.example", "null", "")) {
      all.put("origin '" + origin + "'", with("Origin: " + origin, ""));
    }
    return all;
  }

  private static UnaryOperator<String> with(String header, String body) {
    return good -> good.replace("Upgrade: web", header + "\r\nUpgrade: web") + body;
  }
}
