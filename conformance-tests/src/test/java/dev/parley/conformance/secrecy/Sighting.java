package dev.parley.conformance.secrecy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.Secrets;
import dev.parley.conformance.contract.Contract;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Sees the secrets in what passes between suite and server: headers that carry credentials, and
 * whatever has the name of a {@code format: password} of any contract, in bodies, forms, frames and
 * queries.
 */
public final class Sighting {
  private static final Set<String> NAMES = names();
  private static final Set<String> QUERY = Set.of("token", "ticket");
  private static final Set<String> COOKIES = Set.of("cookie", "set-cookie");

  private Sighting() {}

  private static Set<String> names() {
    Set<String> names = new TreeSet<>();
    Contract.all().operations().stream()
        .map(operation -> operation.document())
        .distinct()
        .forEach(document -> names(document, names));
    Contract.all().asyncApis().values().forEach(document -> names(document, names));
    return names;
  }

  /** The properties, and the parameters, that are secrets; both spellings of their names. */
  private static void names(JsonNode node, Set<String> names) {
    node.path("properties")
        .properties()
        .forEach(
            property -> {
              if (isSecret(property.getValue())) {
                add(property.getKey(), names);
              }
            });
    if (node.has("in") && isSecret(node.path("schema"))) {
      add(node.path("name").asText(), names);
    }
    if (node.path("type").asText().equals("apiKey")) {
      add(node.path("name").asText(), names);
    }
    node.forEach(child -> names(child, names));
  }

  private static boolean isSecret(JsonNode schema) {
    return schema.path("format").asText().equals("password")
        || (schema.path("type").asText().equals("string") && schema.path("x-secret").asBoolean());
  }

  private static void add(String name, Set<String> names) {
    names.add(name.toLowerCase(Locale.ROOT));
    names.add(name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT));
  }

  /** Headers of a request or an answer. */
  public static void headers(Map<String, ? extends Collection<String>> headers) {
    headers.forEach((name, values) -> values.forEach(value -> header(name, value)));
  }

  public static void header(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("authorization")) {
      authorization(value);
    } else if (COOKIES.contains(lower)) {
      for (String pair : value.split(";\\s*")) {
        String cookie = pair.substring(pair.indexOf('=') + 1);
        // The attributes of a cookie are words that any log may have.
        if (lower.equals("cookie") || pair.equals(value.split(";\\s*")[0])) {
          Secrets.see(cookie);
        }
      }
    } else if (NAMES.contains(lower)) {
      Secrets.see(value);
    }
  }

  private static void authorization(String value) {
    String credentials = value.substring(value.indexOf(' ') + 1).strip();
    Secrets.see(credentials);
    if (value.startsWith("Basic ")) {
      try {
        byte[] pair = Base64.getDecoder().decode(credentials);
        String text = new String(pair, StandardCharsets.UTF_8);
        String password = text.substring(text.indexOf(':') + 1);
        Secrets.see(password);
        Secrets.see(URLDecoder.decode(password, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException noPair) {
        // Sent to be refused.
        Secrets.see(credentials);
      }
    }
  }

  /** What comes after the question mark of an address. */
  public static void query(@Nullable String raw) {
    pairs(raw, QUERY);
  }

  private static void pairs(@Nullable String raw, Set<String> besides) {
    for (String pair : raw == null ? List.<String>of() : List.of(raw.split("&"))) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (besides.contains(name) || NAMES.contains(name.toLowerCase(Locale.ROOT))) {
        String value = pair.substring(equals + 1);
        Secrets.see(value);
        try {
          Secrets.see(URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException brokenEscape) {
          Secrets.see(value);
        }
      }
    }
  }

  /** A body or a frame: JSON, a form, or anything else, which has none. */
  public static void body(@Nullable String body) {
    if (body == null || body.isEmpty()) {
      return;
    }
    if (body.startsWith("{") || body.startsWith("[")) {
      try {
        json(Contract.JSON.readTree(body));
      } catch (JsonProcessingException brokenOnPurpose) {
        return;
      }
    } else if (body.length() < 10_000) {
      pairs(body, Set.of());
    }
  }

  /** An answer but for those of its properties that are secrets. */
  public static JsonNode withoutSecrets(JsonNode answer) {
    if (!(answer instanceof ObjectNode object)) {
      return answer;
    }
    ObjectNode rest = object.deepCopy();
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (NAMES.contains(name.toLowerCase(Locale.ROOT))) {
                rest.remove(name);
              }
            });
    return rest;
  }

  /** The same of what has been read. */
  public static void json(JsonNode node) {
    node.properties()
        .forEach(
            property -> {
              if (property.getValue().isTextual()
                  && NAMES.contains(property.getKey().toLowerCase(Locale.ROOT))) {
                Secrets.see(property.getValue().asText());
              }
            });
    node.forEach(Sighting::json);
  }
}
