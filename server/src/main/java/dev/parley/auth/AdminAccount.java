package dev.parley.auth;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.FirstAdmin;
import dev.parley.auth.domain.PasswordHasher;
import dev.parley.auth.store.CredentialStore;
import dev.parley.platform.settings.Secret;
import dev.parley.platform.tx.Transactions;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.NewAccount;
import dev.parley.users.api.Role;
import dev.parley.users.api.UserDirectory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first account, made when there is none: {@code admin}, with a password that must be changed
 * at first sign-in, whoever chose it. A generated one is written to a file before the account is
 * committed, so there is never an account that nobody can get into. When several servers start at
 * once, one of them makes it, under a lock.
 */
final class AdminAccount implements FirstAdmin {
  static final String USERNAME = "admin";
  static final String FILE = "admin-password";
  private static final Logger LOG = LoggerFactory.getLogger(AdminAccount.class);
  private static final long LOCK = 0x7061726c65790002L;
  private static final int PASSWORD_BYTES = 18;

  private final Transactions transactions;
  private final UserDirectory users;
  private final CredentialStore credentials;
  private final PasswordHasher hasher;
  private final Clock clock;
  private final SecureRandom random;
  private final Optional<Secret> chosen;
  private final EmailAddress email;
  private final PrivateFile file;

  AdminAccount(
      Transactions transactions,
      UserDirectory users,
      CredentialStore credentials,
      PasswordHasher hasher,
      Clock clock,
      SecureRandom random,
      AuthSettings settings) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.users = Objects.requireNonNull(users, "users");
    this.credentials = Objects.requireNonNull(credentials, "credentials");
    this.hasher = Objects.requireNonNull(hasher, "hasher");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.random = Objects.requireNonNull(random, "random");
    this.chosen = settings.adminPassword();
    this.email = new EmailAddress(settings.adminEmail());
    this.file = new PrivateFile(settings.dataDir().resolve(FILE));
  }

  /** Makes the account if there is none at all, and removes a password file that is void. */
  void ensure() {
    boolean none = transactions.read(users::isEmpty);
    if (none) {
      Secret password = chosen.orElseGet(this::generate);
      // Hashed before the transaction, which holds a lock that other servers wait for.
      String hash = hasher.hash(password.reveal(), "start");
      boolean made = transactions.write(handle -> make(handle, password, hash));
      if (made) {
        LOG.info("Made the first account, {}", USERNAME);
      }
    }
    if (file.exists() && !passwordStands()) {
      file.delete();
    }
  }

  @Override
  public Optional<Path> passwordFile() {
    return file.exists() && passwordStands() ? Optional.of(file.path()) : Optional.empty();
  }

  private boolean make(Handle handle, Secret password, String hash) {
    handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
    if (!users.isEmpty(handle)) {
      return false;
    }
    if (chosen.isEmpty()) {
      file.write(password.reveal());
    }
    Account account =
        users.create(
            handle, new NewAccount(email, USERNAME, "Administrator", Role.ADMIN), clock.instant());
    credentials.insert(handle, account, hash, true, clock.instant());
    return true;
  }

  /** Whether the admin still has the password that he must change. */
  private boolean passwordStands() {
    return transactions.read(
        handle ->
            users
                .findByLogin(handle, USERNAME)
                .flatMap(admin -> credentials.find(handle, admin))
                .map(Credential::mustChange)
                .orElse(false));
  }

  private Secret generate() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
