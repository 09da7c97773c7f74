package dev.parley.platform.rate;

import dev.parley.platform.contract.RateClass;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.Principal;
import java.util.Optional;
import java.util.UUID;

/** Takes from the budgets of the rate classes, for requests and frames alike. Thread-safe. */
public final class RateLimits {
  private final RateSettings settings;
  private final Buckets buckets;

  public RateLimits(RateSettings settings, Buckets buckets) {
    this.settings = settings;
    this.buckets = buckets;
  }

  /**
   * Takes one from the budget that the class gives this owner. That which the class is within is
   * not touched.
   */
  public Taken take(RateClass rate, String owner) {
    return buckets.take(new Budget(rate.name(), settings.limit(rate), rate.window(), owner));
  }

  /**
   * Takes one from what the network of an IPv6 address may use of a class of addresses together;
   * empty where there is no such bound.
   */
  public Optional<Taken> takeOfNetwork(RateClass rate, Caller caller) {
    String network = caller.network();
    if (rate.networkTimes() == 0 || network.equals(caller.place())) {
      return Optional.empty();
    }
    long limit = (long) settings.limit(rate) * rate.networkTimes();
    return Optional.of(
        buckets.take(
            new Budget(
                rate.name(),
                (int) Math.min(limit, Integer.MAX_VALUE),
                rate.window(),
                "network:" + network)));
  }

  /** The owner of budgets per caller: the API key or the user; without either the address. */
  public static String ofCaller(Caller caller) {
    return owner(caller.principal(), caller.place());
  }

  /** The owner of budgets per address. */
  public static String ofAddress(Caller caller) {
    return owner(Optional.empty(), caller.place());
  }

  /**
   * The owner of the budget of a credential that is refused.
   *
   * @param holder the session or key that it belongs to, if it was good once
   * @param place as {@link Caller#place()} says it
   */
  public static String ofRefused(Optional<UUID> holder, String place) {
    return holder.map(id -> "refused:" + id).orElseGet(() -> owner(Optional.empty(), place));
  }

  /**
   * The owner of a budget.
   *
   * @param place as {@link Caller#place()} says it
   */
  public static String owner(Optional<Principal> principal, String place) {
    return principal
        .map(
            known ->
                switch (known.credential()) {
                  case API_KEY -> "key:" + known.sessionId();
                  case SESSION, APPLICATION -> "user:" + known.userId();
                })
        .orElse("address:" + place);
  }
}
