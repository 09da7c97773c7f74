package dev.parley.users.api;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The table of roles and their scopes ({@code roles.yaml} in the specs). Immutable. */
public interface RoleScopes {
  /** Every scope the role has, included roles' scopes too. */
  Set<String> of(Role role);

  /** The names of the roles that have all of these scopes, the smallest role first. */
  default List<String> holding(Collection<String> scopes) {
    return Arrays.stream(Role.values())
        .filter(role -> of(role).containsAll(scopes))
        .map(Role::wire)
        .toList();
  }

  /** The scopes that only a sign-in gives: they make, change or end credentials. */
  Set<String> signInOnly();
}
