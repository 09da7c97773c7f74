/**
 * The negative control: a proxy between suite and server that breaks the contract on purpose, one
 * lie at a time, so that it shows whether the suite would see it. No lie lives in the server.
 */
@NullMarked
package dev.parley.conformance.lie;

import org.jspecify.annotations.NullMarked;
