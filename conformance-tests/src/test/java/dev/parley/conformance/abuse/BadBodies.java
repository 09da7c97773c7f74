package dev.parley.conformance.abuse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Bodies that are no JSON, or more than JSON, for every operation that takes JSON. */
final class BadBodies {
  private static final Set<Integer> BROKEN = Set.of(400);
  private static final Set<Integer> BROKEN_OR_WRONG = Set.of(400, 422);

  private BadBodies() {}

  /**
   * @param coding of {@code Content-Encoding}; empty for none
   * @param statuses that are clear answers
   */
  private record Bad(byte[] body, String coding, Set<Integer> statuses) {}

  static List<Attack> all() {
    return Contract.all().operations().stream()
        .filter(operation -> !operation.bodyContent().isMissingNode() && !operation.isForm())
        .map(operation -> new Attack(operation.toString(), v -> all(v, operation)))
        .toList();
  }

  private static void all(Victim victim, Operation operation) {
    Request request = victim.suite().stage().request(operation);
    List<String> believed = new ArrayList<>();
    variants(request.json())
        .forEach(
            (name, bad) -> {
              Request changed =
                  bad.coding.isEmpty() ? request : request.header("Content-Encoding", bad.coding);
              Answer answer = victim.suite().api().raw(changed, bad.body);
              if (!bad.statuses.contains(answer.status())) {
                believed.add(name + ": " + answer.status() + " " + answer.body());
              }
            });
    if (!believed.isEmpty()) {
      throw new AssertionError(String.join("\n", believed));
    }
  }

  private static Map<String, Bad> variants(JsonNode good) {
    String text = good.toString();
    Map<String, Bad> all = new LinkedHashMap<>();
    for (String charset : List.of("UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE")) {
      all.put(charset, new Bad(text.getBytes(Charset.forName(charset)), "", BROKEN));
    }
    all.put("gzip", new Bad(gzip(text.getBytes(StandardCharsets.UTF_8)), "gzip", Set.of(415)));
    all.put("a bomb", new Bad(gzip(new byte[50 << 20]), "gzip", Set.of(415)));
    all.put("gzip unannounced", new Bad(gzip(new byte[100]), "", BROKEN));
    all.put("said to be gzip", new Bad(text.getBytes(StandardCharsets.UTF_8), "br", Set.of(415)));
    all.put("no UTF-8", new Bad(bytes("{\"\u00ff\u00fe\":1}"), "", BROKEN));
    all.put("overlong UTF-8", new Bad(bytes("{\"\u00c0\u0080\":1}"), "", BROKEN));
    all.put("a surrogate in UTF-8", new Bad(bytes("{\"\u00ed\u00a0\u0080\":1}"), "", BROKEN));
    for (String json :
        List.of(
            "[".repeat(500_000),
            "{\"a\":".repeat(150_000),
            text + text,
            text + "x",
            text.substring(0, text.length() - 1),
            "{'a':1}",
            "{a:1}",
            "{\"a\":NaN}",
            "{\"a\":+1}",
            "{\"a\":01}",
            "{/**/}",
            "\u0000",
            " ".repeat(100_000),
            "{\"a\":" + "9".repeat(500_000) + "}",
            twice(good))) {
      all.put(shown(json), new Bad(bytes(json), "", BROKEN));
    }
    for (String json : List.of("[]", "1", "\"x\"", "true", "null", "{\"a\":1e400000000}")) {
      all.put(json, new Bad(bytes(json), "", BROKEN_OR_WRONG));
    }
    // Each property has a turn at being a number that no computer has.
    for (Map.Entry<String, JsonNode> e : good.properties()) {
      for (String number : List.of("1e400000000", "-1e-400000000", "1" + "0".repeat(900))) {
        String json = "{\"" + e.getKey() + "\":" + number + "}";
        all.put(shown(json), new Bad(bytes(json), "", BROKEN_OR_WRONG));
      }
    }
    return all;
  }

  private static String twice(JsonNode good) {
    return good.isEmpty()
        ? "{\"a\":1,\"a\":1}"
        : "{"
            + good.toString().substring(1, good.toString().length() - 1)
            + ","
            + good.toString().substring(1);
  }

  private static String shown(String json) {
    return json.length() > 40 ? json.substring(0, 40) + "… " + json.length() : json;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
