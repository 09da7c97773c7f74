package dev.parley.platform.bus;

/**
 * A question that changes nothing: an immutable record in a feature's {@code api} package, with
 * exactly one {@link QueryHandler}. Only signed in callers may ask, unless {@link AllowedTo} says
 * otherwise.
 *
 * @param <R> the answer
 */
public interface Query<R> {}
