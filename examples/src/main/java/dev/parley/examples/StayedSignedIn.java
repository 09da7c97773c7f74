package dev.parley.examples;

import dev.parley.client.ParleyClient;
import dev.parley.client.TokenStore;
import java.nio.file.Path;

/**
 * Signs in once and stays signed in over its own restarts. Arguments: address of the server, a file
 * to keep the session in, and, the first time, user name and password.
 */
public final class StayedSignedIn {
  private StayedSignedIn() {}

  public static void main(String[] args) {
    ParleyClient.Builder builder =
        ParleyClient.builder().baseUrl(args[0]).tokenStore(TokenStore.file(Path.of(args[1])));
    if (args.length > 2) {
      builder.credentials(args[2], args[3]);
    }
    try (ParleyClient client = builder.build()) {
      System.out.println("signed in: " + client.sessions().getMe().username());
      System.out.println("sessions: " + client.accountSecurity().listSessions().items().size());
    }
  }
}
