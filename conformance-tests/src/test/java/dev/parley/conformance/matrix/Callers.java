package dev.parley.conformance.matrix;

import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.matrix.Caller.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One caller of each role for each kind of credential. */
public final class Callers {
  private Callers() {}

  /** Nobody, and one user of each role of the table with each kind of credential. */
  static List<Caller> live(Suite suite) {
    return live(suite, suite);
  }

  /**
   * The same, made at one address of the server and asking at another.
   *
   * @param people whose users they are
   * @param asked that answers them
   */
  public static List<Caller> live(Suite people, Suite asked) {
    List<Caller> callers = new ArrayList<>();
    callers.add(new Caller("nobody", Credential.NONE, Set.of(), asked, Map::of, required -> true));
    for (String role : Contract.all().rolesByScopes()) {
      Set<String> scopes = Contract.all().scopesOf(role);
      callers.add(
          new Caller(
              role,
              Credential.SESSION,
              scopes,
              asked,
              () -> bearer(people.stage().token(role)),
              required -> true));
      callers.add(
          new Caller(
              role,
              Credential.COOKIE,
              scopes,
              asked,
              () ->
                  Map.of(
                      "Cookie",
                      "__Host-parley-access=" + people.stage().token(role),
                      "Origin",
                      asked.api().base().toString()),
              required -> true));
      callers.add(
          new Caller(
              role,
              Credential.TICKET,
              scopes,
              asked,
              () -> bearer(people.stage().token(role)),
              required -> true));
      callers.addAll(keys(people, asked, role));
      if (scopes.containsAll(Contract.all().operation("createApplication").scopes())) {
        callers.add(application(people, asked, role));
      }
    }
    return callers;
  }

  /**
   * One key with all that a key of this role can hold, and for each of those scopes one without it,
   * which asks for what takes that scope.
   */
  private static List<Caller> keys(Suite people, Suite asked, String role) {
    Set<String> holdable = holdable(role);
    List<Caller> callers = new ArrayList<>();
    callers.add(key(people, asked, role, holdable, required -> true));
    for (String lacked : holdable) {
      Set<String> held = new TreeSet<>(holdable);
      held.remove(lacked);
      callers.add(key(people, asked, role, held, required -> required.contains(lacked)));
    }
    return callers;
  }

  private static Caller application(Suite people, Suite asked, String role) {
    Set<String> held = holdable(role);
    return new Caller(
        role,
        Credential.APPLICATION,
        held,
        asked,
        () -> bearer(people.stage().applicationToken(held, role)),
        required -> true);
  }

  /** What programs can hold of a role's scopes. */
  private static Set<String> holdable(String role) {
    Set<String> holdable = new TreeSet<>(Contract.all().scopesOf(role));
    holdable.removeAll(Contract.all().signInOnly());
    return holdable;
  }

  private static Caller key(
      Suite people, Suite asked, String role, Set<String> held, Predicate<Set<String>> concerned) {
    return new Caller(
        role,
        Credential.API_KEY,
        held,
        asked,
        () -> Map.of("X-Api-Key", people.stage().apiKey(held, role)),
        concerned);
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
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
                        () -> bearer(token),
                        required -> true)));
    return callers;
  }
}
