package dev.parley.users;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.users.api.RoleScopes;

/** The table of roles as it ships. */
public final class TestRoles {
  private static final RoleScopes TABLE = RoleTableFile.load(new ObjectMapper());

  private TestRoles() {}

  public static RoleScopes table() {
    return TABLE;
  }
}
