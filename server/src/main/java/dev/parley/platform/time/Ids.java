package dev.parley.platform.time;

import java.util.UUID;

/** Makes identifiers: time-ordered UUIDs (RFC 9562, version 7), so that new rows index together. */
@FunctionalInterface
public interface Ids {
  UUID next();
}
