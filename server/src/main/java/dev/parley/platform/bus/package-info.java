/** The one way in: every write is a command, every read a query, each with one handler. */
@NullMarked
package dev.parley.platform.bus;

import org.jspecify.annotations.NullMarked;
