/** One class for each command and query of the broker, and the worker that matches orders. */
@NullMarked
package dev.parley.broker.handler;

import org.jspecify.annotations.NullMarked;
