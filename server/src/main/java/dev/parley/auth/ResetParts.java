package dev.parley.auth;

import dev.parley.auth.api.FindPasswordReset;
import dev.parley.auth.api.RequestPasswordReset;
import dev.parley.auth.api.ResetPassword;
import dev.parley.auth.domain.ResetRules;
import dev.parley.auth.handler.FindPasswordResetHandler;
import dev.parley.auth.handler.RequestPasswordResetHandler;
import dev.parley.auth.handler.ResetPasswordHandler;
import dev.parley.auth.mail.MailSettings;
import dev.parley.auth.reset.ResetMailer;
import dev.parley.auth.store.PasswordResetStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.time.Ids;
import dev.parley.platform.tx.Transactions;
import dev.parley.users.api.UserDirectory;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** The objects of password resets. */
final class ResetParts {
  /** Sends the mails; none where no mail is configured. */
  final Optional<ResetMailer> mailer;

  private final PasswordResetStore resets = new PasswordResetStore();
  private final UserDirectory users;
  private final Ids ids;

  ResetParts(
      Optional<MailSettings> settings,
      Transactions transactions,
      UserDirectory users,
      Clock clock,
      Ids ids,
      SecureRandom random) {
    this.users = users;
    this.ids = ids;
    this.mailer =
        settings.map(
            mail ->
                new ResetMailer(
                    transactions, users, resets, ResetRules.STANDARD, mail, clock, random));
  }

  void bind(AuthParts.Binder binder, ResetPasswordHandler.Stores stores, RevokedSessions revoked) {
    binder.command(
        RequestPasswordReset.class,
        new RequestPasswordResetHandler(
            users, resets, ResetRules.STANDARD, ids, () -> mailer.ifPresent(ResetMailer::wake)));
    binder.query(FindPasswordReset.class, new FindPasswordResetHandler(users, resets));
    binder.command(ResetPassword.class, new ResetPasswordHandler(users, stores, revoked));
  }

  PasswordResetStore store() {
    return resets;
  }
}
