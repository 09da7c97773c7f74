package dev.parley.platform.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.settings.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeaseSettingsTest {
  private final LeaseSettings settings =
      LeaseSettings.from(Settings.of(Map.of("LEASE_DURATION", "20s")));

  @Test
  void pausesLongerWithEachFailureUpToALimit() {
    assertThat(settings.pauseAfter(0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.pauseAfter(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.pauseAfter(4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(settings.pauseAfter(1_000_000)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void reliesOnALeaseForLessTimeThanItLasts() {
    assertThat(settings.trusted()).isEqualTo(Duration.ofSeconds(18));
    assertThat(settings.step()).isEqualTo(Duration.ofSeconds(1));
  }
}
