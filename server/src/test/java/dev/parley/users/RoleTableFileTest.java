package dev.parley.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.users.api.Role;
import dev.parley.users.domain.RoleTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoleTableFileTest {
  private final ObjectMapper json = new ObjectMapper();
  private final RoleTable table = RoleTableFile.load(json);

  @Test
  void rolesGrowFromViewerToAdmin() {
    List<Role> roles = List.of(Role.values());
    for (int i = 1; i < roles.size(); i++) {
      assertThat(table.of(roles.get(i))).containsAll(table.of(roles.get(i - 1)));
    }
    assertThat(table.of(Role.VIEWER)).contains("profile:read").doesNotContain("orders:write");
    assertThat(table.of(Role.USER)).contains("orders:write").doesNotContain("users:invite");
    assertThat(table.of(Role.ADMIN)).contains("users:create", "ops:read");
  }

  @Test
  void everyScopeThatAContractAsksForIsHeldBySomeRole() throws IOException {
    Set<String> asked = new TreeSet<>();
    for (String document :
        List.of("openapi.json", "broker/asyncapi.json", "datafeed/asyncapi.json")) {
      try (InputStream file = getClass().getResourceAsStream("/specs/" + document)) {
        assertThat(file).as(document).isNotNull();
        collect(json.readTree(file), asked);
      }
    }
    assertThat(asked).contains("orders:read", "users:invite");
    assertThat(table.of(Role.ADMIN)).containsAll(asked);
  }

  private static void collect(JsonNode document, Set<String> scopes) {
    List<JsonNode> found = new ArrayList<>(document.findValues("oauth2"));
    found.addAll(document.findValues("x-scope"));
    for (JsonNode node : found) {
      if (node.isTextual()) {
        scopes.add(node.asText());
      } else if (node.isArray()) {
        node.forEach(scope -> scopes.add(scope.asText()));
      }
    }
  }
}
