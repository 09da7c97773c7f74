package dev.parley.conformance.matrix;

import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.matrix.Caller.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One caller of each role for each kind of credential. */
public final class Callers {
  private Callers() {}

  /** Nobody, and the session of one user of each role of the table. */
  public static List<Caller> live(Suite suite) {
    List<Caller> callers = new ArrayList<>();
    callers.add(new Caller("nobody", Credential.NONE, Set.of(), suite, Optional::empty));
    for (String role : Contract.all().rolesByScopes()) {
      Set<String> scopes = Contract.all().scopesOf(role);
      callers.add(
          new Caller(
              role,
              Credential.SESSION,
              scopes,
              suite,
              () -> Optional.of(suite.stage().token(role))));
    }
    return callers;
  }

  /** One user of each role whose token's time is over. */
  static List<Caller> expired(ShortLives server) {
    List<Caller> callers = new ArrayList<>();
    server
        .tokens()
        .forEach(
            (role, token) ->
                callers.add(
                    new Caller(
                        role,
                        Credential.EXPIRED,
                        Contract.all().scopesOf(role),
                        server.suite(),
                        () -> Optional.of(token))));
    return callers;
  }
}
