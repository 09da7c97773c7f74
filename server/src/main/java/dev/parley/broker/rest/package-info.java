/** Thin delegates from the generated interfaces to the buses. */
@NullMarked
package dev.parley.broker.rest;

import org.jspecify.annotations.NullMarked;
