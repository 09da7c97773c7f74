/** The SQL of the broker. */
@NullMarked
package dev.parley.broker.store;

import org.jspecify.annotations.NullMarked;
