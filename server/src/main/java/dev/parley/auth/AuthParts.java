package dev.parley.auth;

import dev.parley.auth.api.CheckInvitation;
import dev.parley.auth.api.CreateInvitation;
import dev.parley.auth.api.CreateWsTicket;
import dev.parley.auth.api.EndSession;
import dev.parley.auth.api.FindCredential;
import dev.parley.auth.api.FindOwnCredential;
import dev.parley.auth.api.GetInvitation;
import dev.parley.auth.api.GetOwnAccount;
import dev.parley.auth.api.NoteFailedSignIn;
import dev.parley.auth.api.OpenSession;
import dev.parley.auth.api.RegisterAccount;
import dev.parley.auth.api.ReplacePassword;
import dev.parley.auth.api.RotateRefreshToken;
import dev.parley.auth.domain.KeySchedule;
import dev.parley.auth.domain.LoginThrottle;
import dev.parley.auth.domain.PasswordHasher;
import dev.parley.auth.domain.PasswordRules;
import dev.parley.auth.domain.SessionScopes;
import dev.parley.auth.handler.CheckInvitationHandler;
import dev.parley.auth.handler.CreateInvitationHandler;
import dev.parley.auth.handler.CreateWsTicketHandler;
import dev.parley.auth.handler.EndSessionHandler;
import dev.parley.auth.handler.Enrolment;
import dev.parley.auth.handler.FindCredentialHandler;
import dev.parley.auth.handler.FindOwnCredentialHandler;
import dev.parley.auth.handler.GetInvitationHandler;
import dev.parley.auth.handler.GetOwnAccountHandler;
import dev.parley.auth.handler.Grants;
import dev.parley.auth.handler.InvitationRules;
import dev.parley.auth.handler.NoteFailedSignInHandler;
import dev.parley.auth.handler.OpenSessionHandler;
import dev.parley.auth.handler.RegisterAccountHandler;
import dev.parley.auth.handler.ReplacePasswordHandler;
import dev.parley.auth.handler.ResetPasswordHandler;
import dev.parley.auth.handler.RotateRefreshTokenHandler;
import dev.parley.auth.handler.SessionOpener;
import dev.parley.auth.handler.SignInWithIdentityHandler;
import dev.parley.auth.signin.TokenDesk;
import dev.parley.auth.store.AddressStore;
import dev.parley.auth.store.ApiKeyStore;
import dev.parley.auth.store.ApplicationStore;
import dev.parley.auth.store.CredentialStore;
import dev.parley.auth.store.GrantStore;
import dev.parley.auth.store.IdentityStore;
import dev.parley.auth.store.InvitationStore;
import dev.parley.auth.store.NonceStore;
import dev.parley.auth.store.RefreshTokenStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.store.SigningKeyStore;
import dev.parley.auth.store.WsTicketStore;
import dev.parley.auth.token.AccessTokenIssuer;
import dev.parley.auth.token.ChangedAccounts;
import dev.parley.auth.token.JwtVerifier;
import dev.parley.auth.token.KeyRing;
import dev.parley.auth.token.KeySeal;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.auth.token.TokenSettings;
import dev.parley.auth.token.Verifiers;
import dev.parley.auth.token.WsTickets;
import dev.parley.platform.bus.Command;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.bus.Query;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.rate.SharedValues;
import dev.parley.platform.time.Ids;
import dev.parley.platform.tx.Transactions;
import dev.parley.users.api.RoleScopes;
import dev.parley.users.api.UserDirectory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The objects of this feature, made with plain constructors, for the module and for tests alike.
 * The database is not touched before {@link #start()}.
 */
final class AuthParts implements AutoCloseable {
  private static final Duration TICKETS_EVERY = Duration.ofMinutes(1);

  /**
   * How long after its end a session is told of as ended, with the sockets that live as long as it:
   * longer than a refresh takes that another node, whose clock is behind, began in time.
   */
  private static final Duration SURELY = Duration.ofMinutes(1);

  private static final Duration REVOCATIONS_EVERY = Duration.ofMillis(500);

  final PasswordHasher hasher;
  final PasswordRules passwordRules = new PasswordRules(CommonPasswords.load());
  final LoginThrottle throttle;
  final KeyRing keys;
  final RevokedSessions revoked;
  final ChangedAccounts accounts;
  final Verifiers credentialVerifier;
  final JwtVerifier verifier;
  final ApiKeyParts apiKeys;
  final WsTickets tickets;
  final TokenDesk desk;
  final AdminAccount admin;
  final ResetParts resets;
  final OAuthParts oauth;

  private final AuthSettings settings;
  private final UserDirectory users;
  private final RoleScopes roles;
  private final SessionScopes scopes;
  private final Ids ids;
  private final CredentialStore credentials = new CredentialStore();
  private final InvitationStore invitations = new InvitationStore();
  private final AddressStore addresses = new AddressStore();
  private final NonceStore nonces = new NonceStore();
  private final SessionStore sessions = new SessionStore();
  private final RefreshTokenStore tokens = new RefreshTokenStore();
  private final SecurityEventStore events;
  private final Poller revocationPoller;
  private final Poller keyPoller;
  private final WsTicketStore ticketStore = new WsTicketStore();
  private final Poller ticketPoller;
  private final Poller cleanup;

  AuthParts(
      AuthSettings settings,
      Transactions transactions,
      UserDirectory users,
      RoleScopes roles,
      Clock clock,
      Ids ids,
      SharedValues shared) {
    this.settings = settings;
    this.users = users;
    this.roles = roles;
    this.scopes = new SessionScopes(roles);
    this.ids = ids;
    this.events = new SecurityEventStore(ids);
    SecureRandom random = new SecureRandom();
    TokenSettings token = settings.tokens();
    Duration tokenLife = token.life().plus(TokenSettings.CLOCK_SKEW);
    this.hasher = new PasswordHasher(settings.argon2(), settings.hashesAtOnce(), random);
    this.throttle = new LoginThrottle(settings.login(), clock, shared);
    KeySeal seal =
        new KeySeal(
            KeySecret.of(settings.keySecret(), settings.dataDir(), random).reveal(), random);
    KeySchedule schedule = KeySchedule.of(token.rotation(), tokenLife);
    this.keys = new KeyRing(transactions, new SigningKeyStore(), seal, schedule, clock, ids);
    ApiKeyStore keyStore = new ApiKeyStore();
    this.revoked =
        new RevokedSessions(
            transactions,
            List.of(
                (handle, since, now) -> sessions.revokedSince(handle, since),
                (handle, since, now) ->
                    sessions.endedBetween(handle, since.minus(SURELY), now.minus(SURELY)),
                keyStore::revokedSince),
            tokenLife,
            clock);
    this.accounts = new ChangedAccounts(transactions, users, roles, tokenLife, clock);
    this.tickets = new WsTickets(transactions, ticketStore, revoked, clock);
    this.ticketPoller = new Poller("ws-ticket-cleanup", TICKETS_EVERY, tickets::clean);
    this.apiKeys =
        new ApiKeyParts(
            transactions, keyStore, users, roles, revoked, settings.auditRetention(), clock);
    this.verifier = new JwtVerifier(keys, revoked, token, clock);
    this.credentialVerifier = new Verifiers(verifier, apiKeys.verifier, tickets, accounts);
    this.desk =
        new TokenDesk(
            new AccessTokenIssuer(keys, token, clock, ids), scopes, token.life(), clock, random);
    this.admin =
        new AdminAccount(transactions, users, credentials, hasher, clock, random, settings);
    this.resets = new ResetParts(settings.mail(), transactions, users, clock, ids, random);
    this.oauth = new OAuthParts(users, roles, revoked, events, throttle, verifier, desk, ids);
    this.revocationPoller = new Poller("revocations", REVOCATIONS_EVERY, this::pollRevocations);
    // Often enough that every node has seen a key long before it signs.
    this.keyPoller = new Poller("signing-keys", schedule.ahead().dividedBy(4), keys::refresh);
    this.cleanup =
        new Poller(
            "session-cleanup",
            SessionCleanup.PERIOD,
            new SessionCleanup(
                    transactions,
                    sessions,
                    tokens,
                    new GrantStore(),
                    nonces,
                    resets.store(),
                    events,
                    settings.auditRetention(),
                    clock)
                ::run);
  }

  /** Takes the handlers, each with its command or query. */
  interface Binder {
    <C extends Command<R>, R> void command(Class<C> type, CommandHandler<C, R> handler);

    <Q extends Query<R>, R> void query(Class<Q> type, QueryHandler<Q, R> handler);
  }

  void bind(Binder binder) {
    oauth.bind(binder);
    SessionOpener opener =
        new SessionOpener(
            sessions,
            tokens,
            events,
            new SessionOpener.Lives(settings.refreshLife(), settings.sessionLife()),
            ids);
    GrantStore grants = new GrantStore();
    InvitationRules rules = new InvitationRules(settings.registration());
    Enrolment enrolment = new Enrolment(users, invitations, rules);
    apiKeys.bind(binder, events, ids);
    binder.command(CreateWsTicket.class, new CreateWsTicketHandler(ticketStore));
    binder.command(NoteFailedSignIn.class, new NoteFailedSignInHandler(events));
    binder.command(OpenSession.class, new OpenSessionHandler(users, credentials, opener, grants));
    binder.command(
        RotateRefreshToken.class,
        new RotateRefreshTokenHandler(
            users,
            credentials,
            sessions,
            tokens,
            opener,
            new Grants(grants, scopes),
            events,
            revoked));
    binder.command(EndSession.class, new EndSessionHandler(sessions, events, revoked));
    binder.command(
        ReplacePassword.class,
        new ReplacePasswordHandler(
            users,
            new ReplacePasswordHandler.Stores(
                credentials, sessions, grants, resets.store(), events),
            opener,
            revoked));
    SessionParts.bind(binder, sessions, events, revoked);
    binder.command(
        CreateInvitation.class,
        new CreateInvitationHandler(invitations, roles, settings.registration(), ids));
    binder.command(RegisterAccount.class, new RegisterAccountHandler(enrolment, credentials));
    OidcParts.bind(
        binder,
        users,
        enrolment,
        new SignInWithIdentityHandler.Stores(
            credentials, addresses, new IdentityStore(), nonces, events),
        opener);
    resets.bind(
        binder,
        new ResetPasswordHandler.Stores(
            credentials,
            sessions,
            resets.store(),
            addresses,
            new ApiKeyStore(),
            new ApplicationStore(),
            events),
        revoked);
    binder.query(FindCredential.class, new FindCredentialHandler(users, credentials));
    binder.query(FindOwnCredential.class, new FindOwnCredentialHandler(users, credentials));
    binder.query(GetOwnAccount.class, new GetOwnAccountHandler(users));
    binder.query(GetInvitation.class, new GetInvitationHandler(invitations));
    binder.query(CheckInvitation.class, new CheckInvitationHandler(invitations, rules));
  }

  /** Loads keys and revocations, makes the first admin, and keeps all of it up to date. */
  void start() {
    keys.refresh();
    pollRevocations();
    admin.ensure();
    revocationPoller.start();
    keyPoller.start();
    cleanup.start();
    apiKeys.start();
    ticketPoller.start();
  }

  private void pollRevocations() {
    revoked.poll();
    accounts.poll();
  }

  @Override
  public void close() {
    revocationPoller.close();
    keyPoller.close();
    cleanup.close();
    apiKeys.close();
    ticketPoller.close();
    hasher.close();
  }
}
