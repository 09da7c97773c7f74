package dev.parley.conformance.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Forms, as flat objects of texts. */
public final class Form {
  private Form() {}

  /** Whether a form can say this: names with texts that are not empty, which counts as absent. */
  public static boolean canSay(JsonNode json) {
    return json instanceof ObjectNode object
        && object.properties().stream()
            .map(Map.Entry::getValue)
            .allMatch(value -> value.isTextual() && !value.asText().isEmpty());
  }

  static String write(JsonNode object) {
    return object.properties().stream()
        .map(e -> encode(e.getKey()) + "=" + encode(e.getValue().asText()))
        .collect(Collectors.joining("&"));
  }

  static JsonNode read(String form) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String pair : List.of(form.split("&"))) {
      int equals = pair.indexOf('=');
      object.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    }
    return object;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
