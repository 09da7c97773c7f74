package dev.parley.auth.handler;

import dev.parley.auth.api.CheckInvitation;
import dev.parley.auth.store.InvitationStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.users.api.Role;
import java.util.Objects;

/** Whether registration is open to somebody, before work is spent on him. */
public final class CheckInvitationHandler implements QueryHandler<CheckInvitation, Role> {
  private final InvitationStore invitations;
  private final InvitationRules rules;

  public CheckInvitationHandler(InvitationStore invitations, InvitationRules rules) {
    this.invitations = Objects.requireNonNull(invitations, "invitations");
    this.rules = Objects.requireNonNull(rules, "rules");
  }

  @Override
  public Role handle(CheckInvitation query, QueryContext context) {
    if (query.secretHash().isEmpty()) {
      return rules.uninvited();
    }
    return rules.invited(
        invitations.findBySecret(context.handle(), query.secretHash().get()),
        query.email(),
        context.now());
  }
}
