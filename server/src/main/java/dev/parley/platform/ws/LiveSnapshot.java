package dev.parley.platform.ws;

import java.util.Objects;

/**
 * The state of a sequenced topic that is not in the log: {@code data} shows everything up to {@code
 * seq}, and the subscriber gets the events after it. Return it from {@link TopicHandler#snapshot}.
 *
 * @param seq what {@code LiveFeed.sequenced} answered for the last event shown; 0 for none
 */
public record LiveSnapshot(long seq, Object data) {
  public LiveSnapshot {
    Objects.requireNonNull(data, "data");
  }
}
