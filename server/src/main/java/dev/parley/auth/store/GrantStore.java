package dev.parley.auth.store;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * What a session's tokens may do at most, in {@code auth.session_grant}; a session without a row
 * there may do all that its account may. Stateless, so thread-safe.
 */
public final class GrantStore {
  public void insert(Handle handle, UUID sessionId, Set<String> scopes) {
    handle
        .createUpdate("INSERT INTO auth.session_grant (session_id, scopes) VALUES (:id, :scopes)")
        .bind("id", sessionId)
        .bind("scopes", String.join(" ", new TreeSet<>(scopes)))
        .execute();
  }

  public Optional<Set<String>> find(Handle handle, UUID sessionId) {
    return handle
        .createQuery("SELECT scopes FROM auth.session_grant WHERE session_id = :id")
        .bind("id", sessionId)
        .mapTo(String.class)
        .findOne()
        .map(scopes -> Set.of(scopes.split(" ")));
  }
}
