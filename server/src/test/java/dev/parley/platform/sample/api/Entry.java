package dev.parley.platform.sample.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One row of the sample feature. */
public record Entry(UUID id, String text, BigDecimal amount, Instant at, Optional<String> note) {
  /** Must not get into what is stored. */
  public boolean isLarge() {
    return amount.compareTo(BigDecimal.TEN) > 0;
  }
}
