package dev.parley.platform.http;

import dev.parley.platform.contract.Operation;
import dev.parley.platform.contract.RateClass;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.rate.Budget;
import dev.parley.platform.rate.RateLimits;
import dev.parley.platform.rate.Taken;
import dev.parley.platform.security.CredentialVerifier;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes requests from the budgets of their operations, and has every answer tell what is left (IETF
 * draft {@code RateLimit} headers). Thread-safe.
 */
final class RequestBudgets {
  private final RateLimits rates;

  RequestBudgets(RateLimits rates) {
    this.rates = rates;
  }

  /**
   * Before the body is read: takes from the budget of the caller or the address.
   *
   * @throws AppException RATE_LIMIT_EXCEEDED with the time to wait
   */
  void take(Operation operation, RequestScope scope) {
    RateClass rate = operation.rate();
    if (rate != null && rate.within() != null) {
      takeOfAddress(rate.within(), scope);
    }
    if (rate != null) {
      switch (rate.per()) {
        case CALLER -> take(rate, RateLimits.ofCaller(scope.caller), scope);
        case ADDRESS -> takeOfAddress(rate, scope);
        case ACCOUNT -> {
          // The body names the account.
        }
      }
    }
  }

  /**
   * Takes from the budget of credentials that the operation refuses.
   *
   * @param holder as {@link CredentialVerifier#holder} says it
   * @throws AppException RATE_LIMIT_EXCEEDED with the time to wait
   */
  void takeRefused(Operation operation, Optional<UUID> holder, RequestScope scope) {
    RateClass rate = operation.refused();
    if (rate != null) {
      take(rate, RateLimits.ofRefused(holder, scope.caller.place()), "refused credentials", scope);
    }
  }

  /** Once the body is read: takes from the budget of the account that it is about. */
  void takeForAccount(Operation operation, RequestScope scope) {
    RateClass rate = operation.rate();
    if (rate != null && rate.per() == RateClass.Owner.ACCOUNT) {
      account(scope)
          .ifPresent(
              account -> take(rate, account + "@" + RateLimits.ofAddress(scope.caller), scope));
    }
  }

  /** The caller's own account, or the one that the body names. */
  private static Optional<String> account(RequestScope scope) {
    if (scope.body == null) {
      return Optional.empty();
    }
    String named = scope.body.path("username").asText(scope.body.path("email").asText(""));
    return Optional.of(
            scope.caller.principal().map(p -> p.userId().toString()).orElse(named.strip()))
        .filter(account -> !account.isEmpty())
        .map(account -> account.toLowerCase(Locale.ROOT));
  }

  private void takeOfAddress(RateClass rate, RequestScope scope) {
    take(rate, RateLimits.ofAddress(scope.caller), scope);
    // After it, so that one place that is refused takes nothing from the others.
    rates
        .takeOfNetwork(rate, scope.caller)
        .filter(taken -> !taken.granted())
        .ifPresent(taken -> tell(taken, "requests", scope));
  }

  private void take(RateClass rate, String owner, RequestScope scope) {
    take(rate, owner, "requests", scope);
  }

  private void take(RateClass rate, String owner, String things, RequestScope scope) {
    tell(rates.take(rate, owner), things, scope);
  }

  private static void tell(Taken taken, String things, RequestScope scope) {
    Budget budget = taken.budget();
    scope.headers.put(
        "RateLimit-Policy",
        "\"%s\";q=%d;w=%d".formatted(budget.policy(), budget.limit(), budget.window().toSeconds()));
    scope.headers.put(
        "RateLimit",
        "\"%s\";r=%d;t=%d"
            .formatted(budget.policy(), taken.left(), taken.resetAfter().toSeconds()));
    if (!taken.granted()) {
      throw new AppException(ErrorCode.RATE_LIMIT_EXCEEDED, taken.refusal(things))
          .retryAfter(taken.retryAfter());
    }
  }
}
