package dev.parley.broker.api;

import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.event.LogKey;
import java.util.UUID;

/** What happened to a position, with the position as it was right after. */
public sealed interface PositionEvent extends DomainEvent {
  /** The topic on the wire. */
  String TOPIC = "positions";

  @Override
  UUID userId();

  PositionView position();

  @Override
  default LogKey key() {
    return LogKey.user(TOPIC, userId());
  }

  @Override
  default String entityId() {
    return position().symbol();
  }

  /** Its quantity left 0. */
  record PositionOpened(UUID userId, PositionView position) implements PositionEvent {}

  /** Its quantity or reserve changed. */
  record PositionUpdated(UUID userId, PositionView position) implements PositionEvent {}

  /** Its quantity is 0 again. */
  record PositionClosed(UUID userId, PositionView position) implements PositionEvent {}
}
