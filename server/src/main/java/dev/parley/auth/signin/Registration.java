package dev.parley.auth.signin;

import dev.parley.auth.api.CheckInvitation;
import dev.parley.auth.api.RegisterAccount;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.domain.PasswordHasher;
import dev.parley.auth.domain.PasswordRules;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import dev.parley.platform.security.Caller;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Registering: cheap checks first, then the hash, then one transaction. Thread-safe. */
public final class Registration {
  /**
   * What a person asks for. Prints without secrets.
   *
   * @param invitation secret of an invitation, if there is one
   * @param username the mail address, if absent
   */
  public record Request(
      Optional<String> invitation,
      EmailAddress email,
      Optional<String> username,
      String fullName,
      String password) {
    @Override
    public String toString() {
      return "Request[]";
    }
  }

  private final QueryBus queries;
  private final CommandBus commands;
  private final PasswordHasher hasher;
  private final PasswordRules rules;

  public Registration(
      QueryBus queries, CommandBus commands, PasswordHasher hasher, PasswordRules rules) {
    this.queries = Objects.requireNonNull(queries, "queries");
    this.commands = Objects.requireNonNull(commands, "commands");
    this.hasher = Objects.requireNonNull(hasher, "hasher");
    this.rules = Objects.requireNonNull(rules, "rules");
  }

  /**
   * The new account.
   *
   * @throws AppException VALIDATION_ERROR for a bad password, REGISTRATION_CLOSED,
   *     INVITATION_INVALID, INVITATION_USED, USER_ALREADY_EXISTS
   */
  public Account register(Request request, Caller caller) {
    List<String> names =
        Stream.concat(request.username().stream(), Stream.of(request.email().localPart())).toList();
    List<Violation> broken = rules.check("/password", request.password(), names);
    if (!broken.isEmpty()) {
      throw new AppException(ErrorCode.VALIDATION_ERROR, "The password is not good enough", broken);
    }
    Optional<String> secretHash = request.invitation().map(OpaqueSecret::hashOf);
    queries.ask(new CheckInvitation(secretHash, request.email()), caller);
    return commands.send(
        new RegisterAccount(
            secretHash,
            request.email(),
            request.username(),
            request.fullName(),
            hasher.hash(request.password(), caller.network())),
        caller);
  }
}
