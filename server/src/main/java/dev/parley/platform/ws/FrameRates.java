package dev.parley.platform.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.contract.RateClass;
import dev.parley.platform.rate.RateLimits;
import dev.parley.platform.rate.Taken;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The budgets that the frames of clients draw on, as the AsyncAPI documents name them (B07).
 * Thread-safe.
 */
final class FrameRates {
  private final RateLimits rates;
  private final Map<Optional<String>, RateClass> frames = new HashMap<>();
  private final Map<Optional<String>, RateClass> refused = new HashMap<>();

  FrameRates(RateLimits rates, Contract contract) {
    this.rates = rates;
    read(contract, Optional.empty(), contract.frames());
    contract
        .asyncApis()
        .forEach((module, document) -> read(contract, Optional.of(module), document));
  }

  private void read(Contract contract, Optional<String> module, JsonNode document) {
    for (JsonNode operation : document.path("operations")) {
      RateClass rate = rate(contract, operation.path("x-rate-limit"));
      if (rate != null) {
        frames.put(module, rate);
      }
    }
    RateClass guesses =
        rate(contract, document.at("/components/messages/authenticate/x-rate-limit-refused"));
    if (guesses != null) {
      refused.put(module, guesses);
    }
  }

  private static @Nullable RateClass rate(Contract contract, JsonNode name) {
    return contract.rates().get(name.asText());
  }

  /**
   * Takes one frame from the budget of whoever sends it.
   *
   * @param module on whose path the socket is; empty for that of all
   * @param principal whose the socket is, if that is known
   * @param place where it comes from
   * @return the refusal, if there is none left
   */
  Optional<Taken> frame(Optional<String> module, Optional<Principal> principal, String place) {
    return refusal(frames.get(module), RateLimits.owner(principal, place));
  }

  /**
   * Takes a credential that was refused; the refusal, if there have been too many.
   *
   * @param holder as {@link CredentialVerifier#holder} says it
   */
  Optional<Taken> refused(Optional<String> module, Optional<UUID> holder, String place) {
    return refusal(refused.get(module), RateLimits.ofRefused(holder, place));
  }

  private Optional<Taken> refusal(@Nullable RateClass rate, String owner) {
    return Optional.ofNullable(rate)
        .map(named -> rates.take(named, owner))
        .filter(taken -> !taken.granted());
  }
}
