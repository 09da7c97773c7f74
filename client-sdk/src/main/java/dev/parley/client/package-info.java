/**
 * The REST SDK of Parley. {@link dev.parley.client.ParleyClient} is the entrance; the calls in
 * {@code dev.parley.client.api} and the values in {@code dev.parley.client.model} are generated
 * from the contracts.
 */
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
