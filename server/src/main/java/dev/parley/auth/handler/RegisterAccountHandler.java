package dev.parley.auth.handler;

import dev.parley.auth.api.RegisterAccount;
import dev.parley.auth.store.CredentialStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.users.api.Account;
import java.util.Objects;

/** Makes account and credential and uses up the invitation, all or nothing. */
public final class RegisterAccountHandler implements CommandHandler<RegisterAccount, Account> {
  private final Enrolment enrolment;
  private final CredentialStore credentials;

  public RegisterAccountHandler(Enrolment enrolment, CredentialStore credentials) {
    this.enrolment = Objects.requireNonNull(enrolment, "enrolment");
    this.credentials = Objects.requireNonNull(credentials, "credentials");
  }

  @Override
  public Account handle(RegisterAccount command, CommandContext context) {
    Account account =
        enrolment.enrol(
            context,
            command.invitationHash(),
            command.email(),
            command.username(),
            command.fullName());
    credentials.insert(context.handle(), account, command.passwordHash(), false, context.now());
    return account;
  }
}
