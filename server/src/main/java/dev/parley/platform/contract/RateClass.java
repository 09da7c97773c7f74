package dev.parley.platform.contract;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A budget that operations draw on ({@code x-rate-limit}), as {@code specs/common/rates.yaml}
 * declares it (B07).
 *
 * @param name kebab-case, unique
 * @param limit how much of it may be used within a window, 1 or more, unless a setting says else
 * @param window what {@code limit} counts in, a second or more
 * @param per whose it is
 * @param within the budget of the address that is drawn on too, and before; else null
 * @param networkTimes how many times the limit the /48 of an IPv6 address may use; 0 for no bound
 */
public record RateClass(
    String name,
    int limit,
    Duration window,
    Owner per,
    @Nullable RateClass within,
    int networkTimes) {
  /** Without a bound for networks. */
  public RateClass(String name, int limit, Duration window, Owner per, @Nullable RateClass within) {
    this(name, limit, window, per, within, 0);
  }

  /** Whose a budget is. */
  public enum Owner {
    /** The user's or API key's; without either the address's. */
    CALLER,
    /** That of one account from one address. */
    ACCOUNT,
    /** That of an address, whoever comes from there. */
    ADDRESS;

    static Owner of(String spelling) {
      return valueOf(spelling.toUpperCase(Locale.ROOT));
    }
  }

  /** The setting that gives the class another limit, {@code RATE_LIMIT_LOGIN_ADDRESS}. */
  public String setting() {
    return "RATE_LIMIT_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
