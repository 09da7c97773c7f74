package dev.parley.auth;

import dev.parley.platform.security.Caller;
import dev.parley.platform.security.Principal;
import dev.parley.users.api.Account;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Callers as the kernel would make them. */
final class TestCallers {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private TestCallers() {}

  static Caller anonymous(String address) {
    return new Caller(Optional.empty(), address, TRACE, Optional.empty());
  }

  static Caller of(Principal principal) {
    return new Caller(Optional.of(principal), AuthNode.ADDRESS, TRACE, Optional.empty());
  }

  static Caller of(Account account, Set<String> scopes) {
    return of(
        new Principal(
            account.id(),
            account.username(),
            account.role().wire(),
            scopes,
            new UUID(0, 1),
            null,
            Instant.MAX));
  }
}
