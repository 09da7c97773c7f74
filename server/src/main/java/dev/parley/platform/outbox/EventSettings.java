package dev.parley.platform.outbox;

import dev.parley.platform.settings.Settings;
import java.time.Duration;

/**
 * What can be set about events and repeated writes.
 *
 * @param retention how long an event can be resumed from
 * @param idempotency how long a repeated write is answered from the first
 * @param poll how often the watched logs are looked at, signal or none
 * @param housekeeping how often what has expired is deleted
 */
public record EventSettings(
    Duration retention, Duration idempotency, Duration poll, Duration housekeeping) {

  public static EventSettings from(Settings settings) {
    return new EventSettings(
        settings.duration("EVENT_RETENTION", Duration.ofDays(7)),
        settings.duration("IDEMPOTENCY_RETENTION", Duration.ofHours(24)),
        settings.duration(
            "EVENT_POLL", Duration.ofSeconds(1), Duration.ofMillis(10), Duration.ofMinutes(1)),
        settings.duration(
            "HOUSEKEEPING_INTERVAL",
            Duration.ofMinutes(10),
            Duration.ofSeconds(1),
            Duration.ofDays(1)));
  }
}
