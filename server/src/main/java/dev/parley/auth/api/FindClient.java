package dev.parley.auth.api;

import dev.parley.auth.domain.Application;
import dev.parley.platform.bus.AllowedTo;
import dev.parley.platform.bus.Query;
import java.util.Optional;
import java.util.UUID;

/** Whose secret is to be checked where a client authenticates. */
@AllowedTo(AllowedTo.Who.ANYONE)
public record FindClient(UUID applicationId) implements Query<Optional<FindClient.Client>> {
  /** An application and the hash of its secret. Prints without the hash. */
  public record Client(Application application, String secretHash) {
    @Override
    public String toString() {
      return "Client[" + application.id() + "]";
    }
  }
}
