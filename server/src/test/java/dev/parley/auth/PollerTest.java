package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PollerTest {
  @Test
  void goesOnWhateverItsWorkThrows() throws InterruptedException {
    CountDownLatch tried = new CountDownLatch(5);
    try (Poller poller =
        new Poller(
            "test",
            Duration.ofMillis(1),
            () -> {
              tried.countDown();
              throw new StackOverflowError();
            })) {
      poller.start();
      assertThat(tried.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
