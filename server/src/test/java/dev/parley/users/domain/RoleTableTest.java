package dev.parley.users.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.users.api.Role;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleTableTest {
  private static final Set<String> DESCRIBED = Set.of("a:read", "b:read", "c:read", "d:read");

  @Test
  void aRoleHasItsOwnScopesAndThoseItIncludes() {
    RoleTable table = new RoleTable(DESCRIBED, Set.of("d:read"), rows());
    assertThat(table.of(Role.VIEWER)).containsExactly("a:read");
    assertThat(table.of(Role.ADMIN))
        .containsExactlyInAnyOrder("a:read", "b:read", "c:read", "d:read");
    assertThat(table.signInOnly()).containsExactly("d:read");
    assertThat(table.holding(Set.of("c:read", "a:read"))).containsExactly("manager", "admin");
    assertThat(table.holding(Set.of("e:read"))).isEmpty();
  }

  @Test
  void refusesWhatCannotBeATable() {
    Map<Role, RoleTable.Row> missing = rows();
    missing.remove(Role.MANAGER);
    assertThatThrownBy(() -> new RoleTable(DESCRIBED, Set.of("d:read"), missing))
        .hasMessageContaining("manager");
    Map<Role, RoleTable.Row> circle = rows();
    circle.put(Role.VIEWER, new RoleTable.Row(Optional.of(Role.ADMIN), Set.of()));
    assertThatThrownBy(() -> new RoleTable(DESCRIBED, Set.of("d:read"), circle))
        .hasMessageContaining("itself");
    assertThatThrownBy(() -> new RoleTable(Set.of(), Set.of(), rows()))
        .hasMessageContaining("a:read");
    assertThatThrownBy(() -> new RoleTable(DESCRIBED, Set.of("e:read"), rows()))
        .hasMessageContaining("signInOnly");
  }

  private static Map<Role, RoleTable.Row> rows() {
    Map<Role, RoleTable.Row> rows = new EnumMap<>(Role.class);
    rows.put(Role.VIEWER, new RoleTable.Row(Optional.empty(), Set.of("a:read")));
    rows.put(Role.USER, new RoleTable.Row(Optional.of(Role.VIEWER), Set.of("b:read")));
    rows.put(Role.MANAGER, new RoleTable.Row(Optional.of(Role.USER), Set.of("c:read")));
    rows.put(Role.ADMIN, new RoleTable.Row(Optional.of(Role.MANAGER), Set.of("d:read")));
    return rows;
  }
}
