/** From a transaction to the log, and from the log to every node. */
@NullMarked
package dev.parley.platform.outbox;

import org.jspecify.annotations.NullMarked;
