package dev.parley.auth.handler;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.api.SessionKind;
import dev.parley.auth.api.SignInWithIdentity;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.store.AddressStore;
import dev.parley.auth.store.CredentialStore;
import dev.parley.auth.store.IdentityStore;
import dev.parley.auth.store.NonceStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.UserDirectory;
import java.util.Objects;
import java.util.Optional;

/**
 * Begins a session for a person of an issuer. A refusal leaves everything as it was, the nonce too:
 * who was told that an invitation is needed can come back with it and the same token.
 */
public final class SignInWithIdentityHandler
    implements CommandHandler<SignInWithIdentity, OpenedSession> {
  private final UserDirectory users;
  private final Enrolment enrolment;
  private final Stores stores;
  private final SessionOpener sessions;

  /** What is read and written. */
  public record Stores(
      CredentialStore credentials,
      AddressStore addresses,
      IdentityStore identities,
      NonceStore nonces,
      SecurityEventStore events) {}

  public SignInWithIdentityHandler(
      UserDirectory users, Enrolment enrolment, Stores stores, SessionOpener sessions) {
    this.users = Objects.requireNonNull(users, "users");
    this.enrolment = Objects.requireNonNull(enrolment, "enrolment");
    this.stores = Objects.requireNonNull(stores, "stores");
    this.sessions = Objects.requireNonNull(sessions, "sessions");
  }

  @Override
  public OpenedSession handle(SignInWithIdentity command, CommandContext context) {
    // Two first sign-ins of one person at once make one account.
    stores.identities().lock(context.handle(), command.issuer(), command.subject());
    if (!stores
        .nonces()
        .use(
            context.handle(), command.issuer(), command.nonceHash(), command.fp(), context.now())) {
      throw Refusals.invalidNonce();
    }
    Account account =
        stores
            .identities()
            .find(context.handle(), command.issuer(), command.subject())
            .flatMap(id -> users.find(context.handle(), id))
            .orElseGet(() -> linked(command, context));
    context.target("user:" + account.id());
    Account shown =
        command
            .picture()
            .map(url -> users.show(context.handle(), account, url, context.now()))
            .orElse(account);
    boolean mustChange =
        stores
            .credentials()
            .find(context.handle(), shown)
            .map(Credential::mustChange)
            .orElse(false);
    return sessions.open(
        context, SessionKind.OIDC, shown, mustChange, command.fp(), command.refreshHash());
  }

  /** The account with the person's address, an old one or a new one, linked from now on. */
  private Account linked(SignInWithIdentity command, CommandContext context) {
    EmailAddress email =
        command
            .email()
            .orElseThrow(
                () ->
                    new AppException(
                        ErrorCode.EMAIL_NOT_VERIFIED,
                        "The issuer does not vouch for a mail address of this person"));
    Optional<Account> found = users.findByLogin(context.handle(), email.key());
    // Whoever registered with an address that is not his would share the account of its owner.
    if (found.isPresent() && !stores.addresses().isVerified(context.handle(), found.get())) {
      throw notLinkable("There is an account with this address that has not proven it");
    }
    Account account = found.orElseGet(() -> enrolled(command, email, context));
    if (!stores
        .identities()
        .insert(
            context.handle(), command.issuer(), command.subject(), account.id(), context.now())) {
      throw notLinkable("The account with this address belongs to another person of this issuer");
    }
    stores.events().record(context, SecurityEventKind.IDENTITY_LINKED, account.id(), null);
    return account;
  }

  private Account enrolled(SignInWithIdentity command, EmailAddress email, CommandContext context) {
    Account account =
        enrolment.enrol(
            context,
            command.invitationHash(),
            email,
            Optional.empty(),
            command.fullName().orElse(email.text()));
    stores.addresses().verify(context.handle(), account, context.now());
    return account;
  }

  private static AppException notLinkable(String why) {
    return new AppException(
        ErrorCode.ACCOUNT_NOT_LINKABLE, why + "; a password reset by mail is the way in");
  }
}
