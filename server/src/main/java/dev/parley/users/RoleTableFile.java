package dev.parley.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.users.api.Role;
import dev.parley.users.domain.RoleTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the table of roles from the jar of specs. */
final class RoleTableFile {
  private static final String RESOURCE = "/specs/roles.json";

  private RoleTableFile() {}

  /** The table that ships with this server; one that cannot be used stops the start. */
  static RoleTable load(ObjectMapper json) {
    try (InputStream file = RoleTableFile.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException("The specs lack " + RESOURCE);
      }
      return read(json.readTree(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read " + RESOURCE, unreadable);
    }
  }

  static RoleTable read(JsonNode table) {
    Set<String> described = new HashSet<>();
    table.path("scopes").fieldNames().forEachRemaining(described::add);
    Set<String> signInOnly = new HashSet<>();
    table.path("signInOnly").forEach(scope -> signInOnly.add(scope.asText()));
    Map<Role, RoleTable.Row> rows = new EnumMap<>(Role.class);
    for (Map.Entry<String, JsonNode> role : table.path("roles").properties()) {
      Set<String> scopes = new HashSet<>();
      role.getValue().path("scopes").forEach(scope -> scopes.add(scope.asText()));
      JsonNode includes = role.getValue().get("includes");
      Optional<Role> included = Optional.ofNullable(includes).map(JsonNode::asText).map(Role::of);
      rows.put(Role.of(role.getKey()), new RoleTable.Row(included, scopes));
    }
    return new RoleTable(described, signInOnly, rows);
  }
}
