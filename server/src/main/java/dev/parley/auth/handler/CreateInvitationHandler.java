package dev.parley.auth.handler;

import dev.parley.auth.api.CreateInvitation;
import dev.parley.auth.domain.Invitation;
import dev.parley.auth.domain.RegistrationMode;
import dev.parley.auth.domain.Scopes;
import dev.parley.auth.store.InvitationStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.ScopeRefusal;
import dev.parley.platform.time.Ids;
import dev.parley.users.api.RoleScopes;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** Lets somebody register, with at most the inviter's own rights. */
public final class CreateInvitationHandler implements CommandHandler<CreateInvitation, Invitation> {
  private final InvitationStore invitations;
  private final RoleScopes roles;
  private final RegistrationMode mode;
  private final Ids ids;

  public CreateInvitationHandler(
      InvitationStore invitations, RoleScopes roles, RegistrationMode mode, Ids ids) {
    this.invitations = Objects.requireNonNull(invitations, "invitations");
    this.roles = Objects.requireNonNull(roles, "roles");
    this.mode = Objects.requireNonNull(mode, "mode");
    this.ids = Objects.requireNonNull(ids, "ids");
  }

  @Override
  public Invitation handle(CreateInvitation command, CommandContext context) {
    Principal inviter = context.caller().require();
    TreeSet<String> needed = new TreeSet<>(roles.of(command.role()));
    if (mode == RegistrationMode.ADMIN) {
      needed.add(Scopes.CREATE_USERS);
    }
    if (!inviter.scopes().containsAll(needed)) {
      throw ScopeRefusal.because(
          "To invite with the role " + command.role().wire() + " you need all of its scopes",
          List.copyOf(needed),
          inviter,
          roles.holding(needed));
    }
    Invitation invitation =
        new Invitation(
            ids.next(),
            command.role(),
            command.email().orElse(null),
            inviter.userId(),
            context.now(),
            context.now().plus(Invitation.LIFE),
            null);
    context.target("invitation:" + invitation.id());
    invitations.insert(context.handle(), invitation, command.secretHash());
    return invitation;
  }
}
