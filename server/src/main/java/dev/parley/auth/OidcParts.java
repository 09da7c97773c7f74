package dev.parley.auth;

import dev.parley.auth.api.IssueNonce;
import dev.parley.auth.api.SignInWithIdentity;
import dev.parley.auth.handler.Enrolment;
import dev.parley.auth.handler.IssueNonceHandler;
import dev.parley.auth.handler.SessionOpener;
import dev.parley.auth.handler.SignInWithIdentityHandler;
import dev.parley.users.api.UserDirectory;

/** What signing in by OpenID Connect does in the database (M05). */
final class OidcParts {
  private OidcParts() {}

  static void bind(
      AuthParts.Binder binder,
      UserDirectory users,
      Enrolment enrolment,
      SignInWithIdentityHandler.Stores stores,
      SessionOpener opener) {
    binder.command(IssueNonce.class, new IssueNonceHandler(stores.nonces()));
    binder.command(
        SignInWithIdentity.class, new SignInWithIdentityHandler(users, enrolment, stores, opener));
  }
}
