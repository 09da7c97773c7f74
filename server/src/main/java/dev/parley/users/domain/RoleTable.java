package dev.parley.users.domain;

import dev.parley.users.api.Role;
import dev.parley.users.api.RoleScopes;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of each role, with inclusion worked out. A table that lacks a role, includes in a
 * circle or uses a scope it does not describe is an {@link IllegalArgumentException}. Immutable.
 */
public final class RoleTable implements RoleScopes {
  /** A role as the table writes it: its own scopes, and the role whose scopes it has as well. */
  public record Row(Optional<Role> includes, Set<String> scopes) {
    public Row {
      Objects.requireNonNull(includes, "includes");
      scopes = Set.copyOf(scopes);
    }
  }

  private final Map<Role, Set<String>> scopes = new EnumMap<>(Role.class);
  private final Set<String> signInOnly;

  public RoleTable(Set<String> described, Set<String> signInOnly, Map<Role, Row> rows) {
    if (!described.containsAll(signInOnly)) {
      throw new IllegalArgumentException("signInOnly has scopes that are not described");
    }
    this.signInOnly = Set.copyOf(signInOnly);
    for (Role role : Role.values()) {
      Set<String> all = collect(role, rows);
      if (!described.containsAll(all)) {
        all.removeAll(described);
        throw new IllegalArgumentException(
            "Role " + role.wire() + " has scopes that are not described: " + all);
      }
      scopes.put(role, Set.copyOf(all));
    }
  }

  @Override
  public Set<String> of(Role role) {
    return Objects.requireNonNull(scopes.get(role), "every role is in the table");
  }

  @Override
  public Set<String> signInOnly() {
    return signInOnly;
  }

  private static Set<String> collect(Role role, Map<Role, Row> rows) {
    Set<String> all = new TreeSet<>();
    Set<Role> seen = EnumSet.noneOf(Role.class);
    Optional<Role> next = Optional.of(role);
    while (next.isPresent()) {
      Role current = next.get();
      if (!seen.add(current)) {
        throw new IllegalArgumentException("Role " + role.wire() + " includes itself");
      }
      @Nullable Row row = rows.get(current);
      if (row == null) {
        throw new IllegalArgumentException("Role " + current.wire() + " is missing");
      }
      all.addAll(row.scopes());
      next = row.includes();
    }
    return all;
  }
}
