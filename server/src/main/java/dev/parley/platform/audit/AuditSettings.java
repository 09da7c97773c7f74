package dev.parley.platform.audit;

import dev.parley.platform.settings.Settings;
import java.time.Duration;

/**
 * What can be set about the audit.
 *
 * @param retention how long entries are kept, those that modules keep of their own included
 */
public record AuditSettings(Duration retention) {
  public static AuditSettings from(Settings settings) {
    return new AuditSettings(
        settings.duration(
            "AUDIT_RETENTION", Duration.ofDays(365), Duration.ofHours(1), Duration.ofDays(36_500)));
  }
}
