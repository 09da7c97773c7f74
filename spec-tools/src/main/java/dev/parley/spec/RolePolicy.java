package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries the one table of roles into the bundles: every OAuth2 flow lists the scopes it gives with
 * what they allow, every operation that needs credentials and every topic has in {@code x-roles}
 * the roles that hold its scopes.
 */
final class RolePolicy {
  private final JsonNode table;
  private final Map<String, Set<String>> held = new LinkedHashMap<>();

  RolePolicy(JsonNode table) {
    this.table = table;
    table.path("roles").fieldNames().forEachRemaining(role -> held.put(role, scopes(role)));
  }

  void completeOpenApi(ObjectNode bundle) {
    for (JsonNode scheme : bundle.at("/components/securitySchemes")) {
      for (JsonNode flow : scheme.path("flows")) {
        ((ObjectNode) flow).set("scopes", table.path("scopes").deepCopy());
      }
      if (scheme.at("/flows/clientCredentials/scopes") instanceof ObjectNode programs) {
        table.path("signInOnly").forEach(scope -> programs.remove(scope.asText()));
      }
    }
    for (JsonNode path : bundle.path("paths")) {
      for (Map.Entry<String, JsonNode> e : path.properties()) {
        if (OpenApiBundler.METHODS.contains(e.getKey())
            && !e.getValue().path("security").isEmpty()) {
          List<String> needed = new ArrayList<>();
          e.getValue()
              .path("security")
              .forEach(way -> way.forEach(list -> list.forEach(s -> needed.add(s.asText()))));
          mark((ObjectNode) e.getValue(), needed);
        }
      }
    }
  }

  void completeAsyncApi(ObjectNode bundle) {
    for (JsonNode operation : bundle.path("operations")) {
      if (operation.has("x-topic")) {
        mark((ObjectNode) operation, List.of(operation.path("x-scope").asText()));
      }
    }
  }

  private void mark(ObjectNode operation, List<String> needed) {
    ArrayNode roles = operation.putArray("x-roles");
    held.forEach(
        (role, scopes) -> {
          if (scopes.containsAll(needed)) {
            roles.add(role);
          }
        });
  }

  /** A role's own scopes and those of the roles it includes, each once. */
  private Set<String> scopes(String role) {
    Set<String> all = new LinkedHashSet<>();
    Set<String> seen = new LinkedHashSet<>();
    String next = role;
    while (!next.isEmpty() && seen.add(next)) {
      JsonNode row = table.path("roles").path(next);
      row.path("scopes").forEach(scope -> all.add(scope.asText()));
      next = row.path("includes").asText();
    }
    return all;
  }
}
