package dev.parley.auth;

import dev.parley.auth.api.CreateApplication;
import dev.parley.auth.api.DeleteApplication;
import dev.parley.auth.api.FindClient;
import dev.parley.auth.api.GetApplication;
import dev.parley.auth.api.ListApplications;
import dev.parley.auth.api.OpenApplicationSession;
import dev.parley.auth.api.RevokeToken;
import dev.parley.auth.api.RotateApplicationSecret;
import dev.parley.auth.domain.LoginThrottle;
import dev.parley.auth.handler.ApplicationAccess;
import dev.parley.auth.handler.CreateApplicationHandler;
import dev.parley.auth.handler.DeleteApplicationHandler;
import dev.parley.auth.handler.GetApplicationHandler;
import dev.parley.auth.handler.OpenApplicationSessionHandler;
import dev.parley.auth.handler.ProgramRules;
import dev.parley.auth.handler.RevokeTokenHandler;
import dev.parley.auth.handler.RotateApplicationSecretHandler;
import dev.parley.auth.oauth.Clients;
import dev.parley.auth.oauth.PublicUrl;
import dev.parley.auth.oauth.Revocations;
import dev.parley.auth.oauth.ServerMetadata;
import dev.parley.auth.oauth.TokenGrants;
import dev.parley.auth.rest.ApplicationsDelegate;
import dev.parley.auth.rest.OAuth2Delegate;
import dev.parley.auth.rest.SessionsDelegate;
import dev.parley.auth.signin.TokenDesk;
import dev.parley.auth.store.ApplicationStore;
import dev.parley.auth.store.CredentialStore;
import dev.parley.auth.store.GrantStore;
import dev.parley.auth.store.RefreshTokenStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.JwtVerifier;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.module.Kernel;
import dev.parley.platform.module.Wiring;
import dev.parley.platform.time.Ids;
import dev.parley.users.api.RoleScopes;
import dev.parley.users.api.UserDirectory;
import java.security.SecureRandom;

/** The doors for OAuth 2.0 tools and the applications that use them. */
final class OAuthParts {
  private final ApplicationStore applications = new ApplicationStore();
  private final GrantStore grants = new GrantStore();
  private final UserDirectory users;
  private final RoleScopes roles;
  private final RevokedSessions revoked;
  private final SecurityEventStore events;
  private final LoginThrottle throttle;
  private final JwtVerifier verifier;
  private final TokenDesk desk;
  private final Ids ids;

  OAuthParts(
      UserDirectory users,
      RoleScopes roles,
      RevokedSessions revoked,
      SecurityEventStore events,
      LoginThrottle throttle,
      JwtVerifier verifier,
      TokenDesk desk,
      Ids ids) {
    this.users = users;
    this.roles = roles;
    this.revoked = revoked;
    this.events = events;
    this.throttle = throttle;
    this.verifier = verifier;
    this.desk = desk;
    this.ids = ids;
  }

  void bind(AuthParts.Binder binder) {
    ApplicationAccess access = new ApplicationAccess(grants, events, revoked);
    ProgramRules rules =
        new ProgramRules(roles, new SessionStore(), "applications", "An application");
    binder.command(
        CreateApplication.class, new CreateApplicationHandler(applications, rules, events, ids));
    binder.command(
        RotateApplicationSecret.class, new RotateApplicationSecretHandler(applications, access));
    binder.command(DeleteApplication.class, new DeleteApplicationHandler(applications, access));
    binder.command(
        OpenApplicationSession.class,
        new OpenApplicationSessionHandler(
            new OpenApplicationSessionHandler.Stores(
                users, new CredentialStore(), applications, new SessionStore(), grants),
            roles,
            desk.life(),
            ids));
    binder.command(
        RevokeToken.class,
        new RevokeTokenHandler(
            new RevokeTokenHandler.Stores(
                new SessionStore(), new RefreshTokenStore(), grants, events),
            revoked));
    binder.query(GetApplication.class, new GetApplicationHandler(applications));
    binder.query(
        ListApplications.class,
        (query, context) ->
            applications.page(context.handle(), context.caller().require().userId(), query.page()));
    binder.query(
        FindClient.class,
        (query, context) -> applications.client(context.handle(), query.applicationId()));
  }

  void wire(Kernel kernel, Wiring wiring, SessionsDelegate.Flows flows) {
    Clients clients = new Clients(kernel.queries(), throttle, new SecureRandom());
    TokenGrants tokens =
        new TokenGrants(flows.signIn(), flows.refresh(), clients, kernel.commands(), desk);
    wiring
        .delegate(
            new OAuth2Delegate(
                tokens,
                new Revocations(clients, verifier, kernel.commands()),
                new ServerMetadata(PublicUrl.from(kernel.settings()), roles),
                kernel.contract(),
                kernel.callers()))
        .delegate(
            new ApplicationsDelegate(
                kernel.commands(), kernel.queries(), kernel.callers(), clients));
  }
}
