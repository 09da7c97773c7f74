package dev.parley.platform.bus;

import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.outbox.Outbox;
import dev.parley.platform.security.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** One attempt at a command; ended when its handler has returned, and useless from then on. */
final class CommandTransaction implements CommandContext {
  private final UUID commandId;
  private final Caller caller;
  private final Handle handle;
  private final Instant now;
  private final Outbox outbox;
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final Thread owner = Thread.currentThread();
  private String target;
  private boolean ended;

  CommandTransaction(
      UUID commandId, Caller caller, Handle handle, Instant now, Outbox outbox, String target) {
    this.commandId = commandId;
    this.caller = caller;
    this.handle = handle;
    this.now = now;
    this.outbox = outbox;
    this.target = target;
  }

  @Override
  public UUID commandId() {
    return commandId;
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public Handle handle() {
    requireOpen();
    return handle;
  }

  @Override
  public void emit(DomainEvent event) {
    requireOpen();
    outbox.append(event);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public void target(String name) {
    requireOpen();
    this.target = name;
  }

  @Override
  public void afterCommit(Runnable action) {
    requireOpen();
    afterCommit.add(action);
  }

  String target() {
    return target;
  }

  List<Runnable> end() {
    ended = true;
    return List.copyOf(afterCommit);
  }

  private void requireOpen() {
    if (ended || Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "A command's context belongs to its handler and its thread, and ends with it");
    }
  }
}
