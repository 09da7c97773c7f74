package dev.parley.auth.rest;

import dev.parley.auth.api.CreateInvitation;
import dev.parley.auth.api.GetInvitation;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.signin.InvitationSecrets;
import dev.parley.contract.auth.api.InvitationsApi;
import dev.parley.contract.auth.model.CreateInvitationRequest;
import dev.parley.contract.auth.model.Invitation;
import dev.parley.contract.auth.model.NewInvitation;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.security.Callers;
import dev.parley.users.api.EmailAddress;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The operations on invitations. */
public final class InvitationsDelegate implements InvitationsApi {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Callers callers;
  private final InvitationSecrets secrets;
  private final Clock clock;

  public InvitationsDelegate(
      CommandBus commands,
      QueryBus queries,
      Callers callers,
      InvitationSecrets secrets,
      Clock clock) {
    this.commands = Objects.requireNonNull(commands, "commands");
    this.queries = Objects.requireNonNull(queries, "queries");
    this.callers = Objects.requireNonNull(callers, "callers");
    this.secrets = Objects.requireNonNull(secrets, "secrets");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public NewInvitation createInvitation(CreateInvitationRequest request) {
    OpaqueSecret secret = secrets.next();
    CreateInvitation command =
        new CreateInvitation(
            AuthModels.role(request.role()),
            Optional.ofNullable(request.email()).map(EmailAddress::new),
            secret.hash());
    return AuthModels.invitation(
        commands.send(command, callers.current()), secret, clock.instant());
  }

  @Override
  public Invitation getInvitation(UUID invitationId) {
    return AuthModels.invitation(
        queries.ask(new GetInvitation(invitationId), callers.current()), clock.instant());
  }
}
