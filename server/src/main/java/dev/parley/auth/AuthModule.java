package dev.parley.auth;

import dev.parley.auth.api.FirstAdmin;
import dev.parley.auth.oidc.OidcSettings;
import dev.parley.auth.oidc.OidcSignIn;
import dev.parley.auth.reset.PasswordResets;
import dev.parley.auth.rest.AccountSecurityDelegate;
import dev.parley.auth.rest.ApiKeysDelegate;
import dev.parley.auth.rest.AuthModuleDelegate;
import dev.parley.auth.rest.InvitationsDelegate;
import dev.parley.auth.rest.KeysDelegate;
import dev.parley.auth.rest.OidcDelegate;
import dev.parley.auth.rest.PasswordResetsDelegate;
import dev.parley.auth.rest.PermissionsDelegate;
import dev.parley.auth.rest.SessionsDelegate;
import dev.parley.auth.rest.SocketTicketsDelegate;
import dev.parley.auth.rest.TokenAnswers;
import dev.parley.auth.signin.InvitationSecrets;
import dev.parley.auth.signin.PasswordChange;
import dev.parley.auth.signin.PasswordSignIn;
import dev.parley.auth.signin.Registration;
import dev.parley.auth.signin.SessionRefresh;
import dev.parley.platform.bus.Command;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.bus.Query;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.module.Kernel;
import dev.parley.platform.module.Module;
import dev.parley.platform.module.Wiring;
import dev.parley.platform.security.AccountChanges;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.SessionRevocations;
import dev.parley.users.api.RoleScopes;
import dev.parley.users.api.UserDirectory;
import java.security.SecureRandom;
import java.util.Set;

/** Wires authentication: credentials, sessions, tokens, keys, invitations. */
public final class AuthModule implements Module {
  @Override
  public String name() {
    return "auth";
  }

  @Override
  public Set<String> requires() {
    return Set.of("users");
  }

  @Override
  public void wire(Kernel kernel, Wiring wiring) {
    AuthParts parts =
        new AuthParts(
            AuthSettings.from(kernel.settings()),
            kernel.transactions(),
            kernel.port(UserDirectory.class),
            kernel.port(RoleScopes.class),
            kernel.clock(),
            kernel.ids(),
            kernel.shared());
    parts.bind(binder(wiring));
    CommandBus commands = kernel.commands();
    QueryBus queries = kernel.queries();
    SessionsDelegate.Flows flows =
        new SessionsDelegate.Flows(
            new Registration(queries, commands, parts.hasher, parts.passwordRules),
            new PasswordSignIn(queries, commands, parts.hasher, parts.throttle, parts.desk),
            new SessionRefresh(commands, parts.desk),
            new PasswordChange(
                queries, commands, parts.hasher, parts.passwordRules, parts.throttle, parts.desk));
    TokenAnswers answers = new TokenAnswers(kernel.cookies());
    OidcSignIn oidc =
        new OidcSignIn(
            OidcSettings.from(kernel.settings()),
            commands,
            parts.desk,
            kernel.json(),
            kernel.clock(),
            new SecureRandom());
    wiring
        .provide(CredentialVerifier.class, parts.credentialVerifier)
        .provide(SessionRevocations.class, parts.revoked)
        .provide(AccountChanges.class, parts.accounts)
        .provide(FirstAdmin.class, parts.admin)
        .delegate(new AuthModuleDelegate(kernel.info()))
        .delegate(
            new InvitationsDelegate(
                commands,
                queries,
                kernel.callers(),
                new InvitationSecrets(new SecureRandom()),
                kernel.clock()))
        .delegate(new SessionsDelegate(commands, queries, kernel.callers(), answers, flows))
        .delegate(new AccountSecurityDelegate(commands, queries, kernel.callers()))
        .delegate(
            new ApiKeysDelegate(
                commands, queries, kernel.callers(), new SecureRandom(), kernel.clock()))
        .delegate(new SocketTicketsDelegate(commands, kernel.callers(), new SecureRandom()))
        .delegate(new PermissionsDelegate(kernel.contract(), kernel.callers()))
        .delegate(new KeysDelegate(parts.keys))
        .delegate(
            new PasswordResetsDelegate(
                new PasswordResets(
                    queries,
                    commands,
                    parts.hasher,
                    parts.passwordRules,
                    parts.resets.mailer.isPresent()),
                kernel.callers()))
        .delegate(new OidcDelegate(oidc, kernel.callers(), answers))
        .closeable(oidc)
        .onStart(parts::start)
        .closeable(parts);
    parts.resets.mailer.ifPresent(wiring::worker);
    parts.oauth.wire(kernel, wiring, flows);
  }

  private static AuthParts.Binder binder(Wiring wiring) {
    return new AuthParts.Binder() {
      @Override
      public <C extends Command<R>, R> void command(Class<C> type, CommandHandler<C, R> handler) {
        wiring.command(type, handler);
      }

      @Override
      public <Q extends Query<R>, R> void query(Class<Q> type, QueryHandler<Q, R> handler) {
        wiring.query(type, handler);
      }
    };
  }
}
