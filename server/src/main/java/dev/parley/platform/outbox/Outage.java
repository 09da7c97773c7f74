package dev.parley.platform.outbox;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/** Says once that something stopped working and once that it works again. Thread-safe. */
final class Outage {
  private final Logger log;
  private final String what;
  private final AtomicBoolean failing = new AtomicBoolean();

  Outage(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  void failed(Exception cause) {
    if (failing.compareAndSet(false, true)) {
      log.warn("{} fails, trying on: {}", what, cause.toString());
    } else {
      log.debug("{} still fails", what, cause);
    }
  }

  void worked() {
    if (failing.compareAndSet(true, false)) {
      log.info("{} works again", what);
    }
  }
}
