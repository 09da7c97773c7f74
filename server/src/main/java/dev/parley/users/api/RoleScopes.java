package dev.parley.users.api;

import java.util.Set;

/** The table of roles and their scopes ({@code roles.yaml} in the specs). Immutable. */
public interface RoleScopes {
  /** Every scope the role has, included roles' scopes too. */
  Set<String> of(Role role);

  /** The scopes that only a sign-in gives: they make, change or end credentials. */
  Set<String> signInOnly();
}
