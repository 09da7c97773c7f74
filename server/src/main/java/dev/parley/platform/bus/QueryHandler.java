package dev.parley.platform.bus;

/** Answers one kind of query from one consistent snapshot. A singleton, so thread-safe. */
@FunctionalInterface
public interface QueryHandler<Q extends Query<R>, R> {
  R handle(Q query, QueryContext context);
}
