package dev.parley.auth.api;

import dev.parley.users.api.Account;
import java.util.Objects;

/**
 * What a password is checked against. Prints without the hash.
 *
 * @param passwordHash Argon2id, PHC string format
 * @param mustChange whether nothing but changing the password is allowed
 * @param version grows with every change of the password
 */
public record Credential(Account account, String passwordHash, boolean mustChange, long version) {
  public Credential {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(passwordHash, "passwordHash");
  }

  @Override
  public String toString() {
    return "Credential[user=" + account.id() + ", version=" + version + "]";
  }
}
