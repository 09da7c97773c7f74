package dev.parley.conformance.abuse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests that two programs in a row could read differently, or that are none. Each is followed by
 * another that nobody must serve.
 */
final class BadHeads {
  private static final String GET = "GET /health HTTP/1.1\r\nHost: x\r\n";
  private static final String POST =
      "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  private static final String CHUNKS = "2\r\n{}\r\n0\r\n\r\n";
  private static final String HIDDEN =
      "GET /hidden HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  private BadHeads() {}

  static List<Attack> all() {
    List<Attack> all = new ArrayList<>();
    requests()
        .forEach(
            (name, request) ->
                all.add(
                    new Attack(
                        name,
                        victim -> {
                          try (RawWire wire = new RawWire(victim.url())) {
                            wire.send(request + HIDDEN).hear().assertProblem(400);
                          }
                        })));
    return all;
  }

  private static Map<String, String> requests() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("length and chunks", POST + "Content-Length: 12\r\n" + chunked(CHUNKS));
    all.put(
        "chunks and length",
        POST + chunked("").strip() + "\r\nContent-Length: 12\r\n\r\n" + CHUNKS);
    all.put("two lengths", POST + "Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}");
    all.put("the same length twice", POST + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}");
    for (String length : List.of("2, 2", "+2", "-2", "0x2", "2 2", "", "99999999999999999999")) {
      all.put("length '" + length + "'", POST + "Content-Length: " + length + "\r\n\r\n{}");
    }
    for (String encoding :
        List.of(
            "xchunked", "chunked, identity", "gzip, chunked", "identity", "\u000bchunked", "")) {
      all.put(
          "encoding " + encoding, POST + "Transfer-Encoding: " + encoding + "\r\n\r\n" + CHUNKS);
    }
    all.put("two encodings", POST + "Transfer-Encoding: identity\r\n" + chunked(CHUNKS));
    all.put("a folded encoding", POST + "Transfer-Encoding:\r\n chunked\r\n\r\n" + CHUNKS);
    all.put("a space before a colon", POST + "Transfer-Encoding : chunked\r\n\r\n" + CHUNKS);
    all.put("chunks in HTTP/1.0", (POST + chunked(CHUNKS)).replace("HTTP/1.1", "HTTP/1.0"));
    for (String size :
        List.of("zz", "0x2", "+2", "-2", " 2", "2 ", "", "ffffffffffffffff", "2;a=b")) {
      all.put("chunk size '" + size + "'", POST + chunked(size + "\r\n{}\r\n0\r\n\r\n"));
    }
    all.put("chunks with line feeds alone", POST + chunked("2\n{}\n0\n\n"));
    all.put("a chunk longer than it says", POST + chunked("2\r\n{}GET / HTTP/1.1\r\n0\r\n\r\n"));
    all.put("a trailer with a space", POST + chunked("2\r\n{}\r\n0\r\nX : y\r\n\r\n"));
    all.put("a folded header", GET + "X: a\r\n b\r\n\r\n");
    all.put("a folded first header", "GET /health HTTP/1.1\r\n X: y\r\nHost: x\r\n\r\n");
    all.put("line feeds alone", "GET /health HTTP/1.1\nHost: x\n\n");
    for (String value : List.of("a\rb", "a\u0000b", "a\u0001b", "a\u007fb", "a\nb")) {
      all.put("a header with " + (int) value.charAt(1), GET + "X: " + value + "\r\n\r\n");
    }
    for (String line : List.of("X\u0000: a", "X Y: a", ": a", "X", "(X): a", "Host: y")) {
      all.put("the header " + line, GET + line + "\r\n\r\n");
    }
    all.put("no host", "GET /health HTTP/1.1\r\nX: y\r\n\r\n");
    for (String line :
        List.of(
            "GET /health",
            "GET  /health HTTP/1.1",
            "GET\t/health\tHTTP/1.1",
            "GET /health HTTP/x",
            "GET health HTTP/1.1",
            "GET /he alth HTTP/1.1",
            "GET /he\u0000alth HTTP/1.1",
            "GET /he\u00ff\u00fealth HTTP/1.1",
            "G[T /health HTTP/1.1",
            "CONNECT example.org:80 HTTP/1.1",
            "\r\nGET /health HTTP/1.1")) {
      all.put("the request line " + line, line + "\r\nHost: x\r\n\r\n");
    }
    all.put("a path of 40,000", "GET /" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    all.put("a header of 40,000", GET + "X: " + "a".repeat(40_000) + "\r\n\r\n");
    all.put("500 headers", GET + "X: a\r\n".repeat(500) + "\r\n");
    return all;
  }

  private static String chunked(String chunks) {
    return "Transfer-Encoding: chunked\r\n\r\n" + chunks;
  }
}
