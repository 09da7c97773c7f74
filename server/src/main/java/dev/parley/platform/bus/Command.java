package dev.parley.platform.bus;

/**
 * A wish to change something, named as the business says it ({@code PlaceOrder}). An immutable
 * record in a feature's {@code api} package, with exactly one {@link CommandHandler}. Only signed
 * in callers may send it, unless {@link AllowedTo} says otherwise. Its content is never logged.
 *
 * @param <R> the answer: a concrete type that JSON can carry, since a repeated request is answered
 *     from its stored form
 */
public interface Command<R> {
  /** What it acts on, for the audit trail; a handler that creates something names it later. */
  default String target() {
    return "";
  }
}
