package dev.parley.auth.handler;

import dev.parley.auth.api.GetInvitation;
import dev.parley.auth.domain.Invitation;
import dev.parley.auth.domain.Scopes;
import dev.parley.auth.store.InvitationStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Principal;
import java.util.Objects;

/** Shows an invitation to whoever made it, and to those who may create accounts anyhow. */
public final class GetInvitationHandler implements QueryHandler<GetInvitation, Invitation> {
  private final InvitationStore invitations;

  public GetInvitationHandler(InvitationStore invitations) {
    this.invitations = Objects.requireNonNull(invitations, "invitations");
  }

  @Override
  public Invitation handle(GetInvitation query, QueryContext context) {
    Invitation invitation =
        invitations
            .find(context.handle(), query.invitationId())
            .orElseThrow(
                () -> new AppException(ErrorCode.NOT_FOUND, "There is no such invitation"));
    Principal caller = context.caller().require();
    if (!invitation.createdBy().equals(caller.userId()) && !caller.has(Scopes.CREATE_USERS)) {
      throw new AppException(
          ErrorCode.PERMISSION_DENIED, "This invitation was made by somebody else");
    }
    return invitation;
  }
}
