package dev.parley.platform.ws;

import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.rate.Taken;
import dev.parley.platform.security.Principal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes what one socket sends from the budgets that its path names, and tells the client when one
 * is used up. Thread-safe.
 */
final class Toll {
  private final FrameRates rates;
  private final Optional<String> module;
  private final String place;
  private final Speaker speaker;

  /**
   * @param module whose path it is; empty for that of all
   * @param place where the socket comes from, as budgets count it
   */
  Toll(FrameRates rates, Optional<String> module, String place, Speaker speaker) {
    this.rates = rates;
    this.module = module;
    this.place = place;
    this.speaker = speaker;
  }

  /** Takes a frame; false if there is none left. */
  boolean frame(@Nullable String frameId, Optional<Principal> whose) {
    Optional<Taken> refused = rates.frame(module, whose, place);
    refused.ifPresent(taken -> tell(frameId, taken, "frames", true));
    return refused.isEmpty();
  }

  /**
   * Takes a credential that was refused; false if there were too many.
   *
   * @param holder whose it was, if it was good once
   */
  boolean refused(@Nullable String frameId, Optional<UUID> holder) {
    Optional<Taken> tooMany = rates.refused(module, holder, place);
    tooMany.ifPresent(taken -> tell(frameId, taken, "refused credentials", false));
    return tooMany.isEmpty();
  }

  private void tell(@Nullable String frameId, Taken taken, String things, boolean recoverable) {
    speaker.fail(
        frameId,
        null,
        ErrorCode.RATE_LIMIT_EXCEEDED,
        taken.refusal(things),
        recoverable,
        taken.retryAfter());
  }
}
