/** Repeating a write without doing it twice. */
@NullMarked
package dev.parley.platform.idempotency;

import org.jspecify.annotations.NullMarked;
