/** Identifiers and instants, injected everywhere so that tests own them. */
@NullMarked
package dev.parley.platform.time;

import org.jspecify.annotations.NullMarked;
