package dev.parley.platform.rate;

import dev.parley.platform.contract.RateClass;
import dev.parley.platform.settings.Settings;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The limits in force.
 *
 * @param limits by the name of the class; a class that is not here has the limit of its contract
 */
public record RateSettings(Map<String, Integer> limits) {
  private static final int MOST = 10_000_000;

  public RateSettings {
    limits = Map.copyOf(limits);
  }

  /** {@code RATE_LIMIT_<NAME>} of each class, from 1 to 10,000,000; else its own limit. */
  public static RateSettings from(Settings settings, Collection<RateClass> classes) {
    return new RateSettings(
        classes.stream()
            .collect(
                Collectors.toMap(
                    RateClass::name,
                    rate -> settings.integer(rate.setting(), rate.limit(), 1, MOST))));
  }

  int limit(RateClass rate) {
    return limits.getOrDefault(rate.name(), rate.limit());
  }
}
