package dev.parley.platform.contract;

import java.util.Locale;

/** The budget that an operation draws on ({@code x-rate-limit}). */
public enum RateClass {
  TRADE,
  QUERY,
  LOGIN,
  NONE;

  static RateClass of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** As the spec spells it. */
  public String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }
}
