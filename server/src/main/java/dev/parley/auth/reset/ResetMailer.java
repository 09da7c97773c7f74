package dev.parley.auth.reset;

import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.domain.PasswordReset;
import dev.parley.auth.domain.ResetRules;
import dev.parley.auth.mail.Delivery;
import dev.parley.auth.mail.Letter;
import dev.parley.auth.mail.MailSettings;
import dev.parley.auth.mail.Smtp;
import dev.parley.auth.store.PasswordResetStore;
import dev.parley.platform.lease.Lease;
import dev.parley.platform.lease.Worker;
import dev.parley.platform.settings.Secret;
import dev.parley.platform.tx.Transactions;
import dev.parley.users.api.Account;
import dev.parley.users.api.UserDirectory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the mails of password resets, one after the other, on the node that holds the lease. The
 * token is made right before its mail and only its hash is stored, so the queue has nothing to
 * steal; the transaction that stores it ends before the SMTP server is talked to. After a crash in
 * between the mail is sent again with another token, and the last one counts. Addresses and tokens
 * are in no log.
 */
public final class ResetMailer implements Worker {
  private static final Logger LOG = LoggerFactory.getLogger(ResetMailer.class);
  private static final long LOOK_SECONDS = 1;

  private final Transactions transactions;
  private final UserDirectory users;
  private final PasswordResetStore resets;
  private final ResetRules rules;
  private final MailSettings settings;
  private final Smtp smtp;
  private final Clock clock;
  private final SecureRandom random;
  private final Semaphore work = new Semaphore(0);

  /** What is to be handed over. */
  private record Ready(UUID id, Letter letter) {}

  /** One look into the queue: whether something was due, and what comes of it. */
  private record Step(boolean found, Optional<Ready> ready) {}

  public ResetMailer(
      Transactions transactions,
      UserDirectory users,
      PasswordResetStore resets,
      ResetRules rules,
      MailSettings settings,
      Clock clock,
      SecureRandom random) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.users = Objects.requireNonNull(users, "users");
    this.resets = Objects.requireNonNull(resets, "resets");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.settings = Objects.requireNonNull(settings, "settings");
    this.smtp = new Smtp(settings, clock);
    this.clock = Objects.requireNonNull(clock, "clock");
    this.random = Objects.requireNonNull(random, "random");
  }

  @Override
  public String name() {
    return "auth.reset-mailer";
  }

  /** Says that there is something to send; a node that sends not just notes it. */
  public void wake() {
    if (work.availablePermits() == 0) {
      work.release();
    }
  }

  @Override
  public void run(Lease lease) throws InterruptedException {
    while (!Thread.currentThread().isInterrupted() && lease.held()) {
      if (!sendNext(lease)) {
        // Other nodes queue too, and what failed becomes due again: so it looks by itself.
        boolean woken = work.tryAcquire(LOOK_SECONDS, TimeUnit.SECONDS);
        LOG.trace("Looking for mails, woken: {}", woken);
      }
    }
  }

  /** Deals with one request that is due; false if there is none. */
  boolean sendNext(Lease lease) {
    Instant now = clock.instant();
    Step step =
        transactions.write(
            handle -> {
              lease.check(handle);
              Optional<PasswordReset> due = resets.due(handle, now);
              return due.isEmpty()
                  ? new Step(false, Optional.empty())
                  : new Step(true, prepared(handle, due.get(), now));
            });
    step.ready().ifPresent(ready -> deliver(lease, ready));
    return step.found();
  }

  /** Makes the token and notes the attempt, for an account that is still there. */
  private Optional<Ready> prepared(Handle handle, PasswordReset reset, Instant now) {
    Optional<Account> account = users.find(handle, reset.userId()).filter(Account::active);
    if (account.isEmpty() || rules.overdue(reset.requestedAt(), now)) {
      resets.giveUp(handle, reset.id());
      return Optional.empty();
    }
    OpaqueSecret token = OpaqueSecret.random("reset_", random);
    resets.attempt(
        handle,
        reset.id(),
        account.get().email(),
        token.hash(),
        now.plus(rules.life()),
        rules.retry(reset.attempts() + 1, now));
    return Optional.of(new Ready(reset.id(), letter(account.get(), token)));
  }

  private void deliver(Lease lease, Ready ready) {
    Delivery delivery = smtp.send(ready.letter());
    switch (delivery) {
      case Delivery.Taken taken ->
          transactions.write(
              handle -> {
                lease.check(handle);
                resets.sent(handle, ready.id(), clock.instant());
                return true;
              });
      case Delivery.Refused(int code) -> {
        LOG.warn("The mail of password reset {} is refused for good: {}", ready.id(), code);
        transactions.write(
            handle -> {
              lease.check(handle);
              resets.giveUp(handle, ready.id());
              return true;
            });
      }
      case Delivery.Failed(String why) ->
          LOG.warn("The mail of password reset {} is tried again: {}", ready.id(), why);
    }
  }

  private Letter letter(Account account, OpaqueSecret token) {
    String text =
        """
        Somebody, most likely you, asked for a new password for %s.

        Choose it here within %d minutes:

        %s

        All sessions of the account end then. If it was not you, there is nothing to do:
        without this mail nobody can change the password.
        """
            .formatted(
                account.username(),
                rules.life().toMinutes(),
                settings.link(new Secret(token.reveal())));
    return new Letter(account.email(), "A new password", text);
  }
}
