package dev.parley.platform.bus;

/**
 * Carries out one kind of command. Called in a transaction that may be run again from the start
 * when the database reports a deadlock, so whatever it does outside the database belongs into
 * {@link CommandContext#afterCommit}. A singleton, so thread-safe.
 */
@FunctionalInterface
public interface CommandHandler<C extends Command<R>, R> {
  R handle(C command, CommandContext context);
}
