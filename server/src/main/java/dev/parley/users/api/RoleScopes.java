package dev.parley.users.api;

import java.util.Set;

/** The table of roles and their scopes ({@code roles.yaml} in the specs). Immutable. */
@FunctionalInterface
public interface RoleScopes {
  /** Every scope the role has, included roles' scopes too. */
  Set<String> of(Role role);
}
