package dev.parley.auth.handler;

import dev.parley.auth.api.RegisterAccount;
import dev.parley.auth.domain.Invitation;
import dev.parley.auth.store.CredentialStore;
import dev.parley.auth.store.InvitationStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.users.api.Account;
import dev.parley.users.api.NewAccount;
import dev.parley.users.api.Role;
import dev.parley.users.api.UserDirectory;
import java.util.Objects;
import java.util.Optional;

/** Makes account and credential and uses up the invitation, all or nothing. */
public final class RegisterAccountHandler implements CommandHandler<RegisterAccount, Account> {
  private final UserDirectory users;
  private final CredentialStore credentials;
  private final InvitationStore invitations;
  private final InvitationRules rules;

  public RegisterAccountHandler(
      UserDirectory users,
      CredentialStore credentials,
      InvitationStore invitations,
      InvitationRules rules) {
    this.users = Objects.requireNonNull(users, "users");
    this.credentials = Objects.requireNonNull(credentials, "credentials");
    this.invitations = Objects.requireNonNull(invitations, "invitations");
    this.rules = Objects.requireNonNull(rules, "rules");
  }

  @Override
  public Account handle(RegisterAccount command, CommandContext context) {
    Optional<Invitation> invitation =
        command.invitationHash().flatMap(hash -> invitations.lockBySecret(context.handle(), hash));
    Role role =
        command.invitationHash().isEmpty()
            ? rules.uninvited()
            : rules.invited(invitation, command.email(), context.now());
    Account account =
        users.create(
            context.handle(),
            NewAccount.of(command.email(), command.username(), command.fullName(), role),
            context.now());
    context.target("user:" + account.id());
    credentials.insert(context.handle(), account, command.passwordHash(), false, context.now());
    invitation.ifPresent(
        used -> invitations.use(context.handle(), used, account.id(), context.now()));
    return account;
  }
}
