package dev.parley.conformance.lie;

import dev.parley.conformance.Suite;
import java.util.function.Consumer;

/**
 * A lie and the case that has to see it.
 *
 * @param patient whether it shows by something that fails to come, so that the case takes its time
 */
record Planted(Lie lie, Consumer<Suite> body, boolean patient) {
  Planted(Lie lie, Consumer<Suite> body) {
    this(lie, body, false);
  }
}
