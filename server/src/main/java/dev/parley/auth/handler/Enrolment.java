package dev.parley.auth.handler;

import dev.parley.auth.domain.Invitation;
import dev.parley.auth.store.InvitationStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.NewAccount;
import dev.parley.users.api.Role;
import dev.parley.users.api.UserDirectory;
import java.util.Objects;
import java.util.Optional;

/** Makes the accounts of people who register, by whatever way they sign in. Thread-safe. */
public final class Enrolment {
  private final UserDirectory users;
  private final InvitationStore invitations;
  private final InvitationRules rules;

  public Enrolment(UserDirectory users, InvitationStore invitations, InvitationRules rules) {
    this.users = Objects.requireNonNull(users, "users");
    this.invitations = Objects.requireNonNull(invitations, "invitations");
    this.rules = Objects.requireNonNull(rules, "rules");
  }

  /**
   * A new account, with the role of the invitation, which is used up. The secret of an invitation
   * was shown to whoever invited, so having it does not prove the address, even if it is for one.
   *
   * @param invitationHash hash of an invitation's secret; none where registration is open
   * @param username the mail address, if none was chosen
   * @throws dev.parley.platform.error.AppException REGISTRATION_CLOSED, INVITATION_INVALID,
   *     INVITATION_USED, USER_ALREADY_EXISTS
   */
  public Account enrol(
      CommandContext context,
      Optional<String> invitationHash,
      EmailAddress email,
      Optional<String> username,
      String fullName) {
    Optional<Invitation> invitation =
        invitationHash.flatMap(hash -> invitations.lockBySecret(context.handle(), hash));
    Role role =
        invitationHash.isEmpty()
            ? rules.uninvited()
            : rules.invited(invitation, email, context.now());
    Account account =
        users.create(
            context.handle(), NewAccount.of(email, username, fullName, role), context.now());
    context.target("user:" + account.id());
    invitation.ifPresent(
        used -> invitations.use(context.handle(), used, account.id(), context.now()));
    return account;
  }
}
