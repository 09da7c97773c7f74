/**
 * The contracts in the jar, read at start: what each operation asks of a request (scopes, rate
 * class, idempotency, schemas) and what its answers carry. Nothing of it is written a second time
 * in Java.
 */
@NullMarked
package dev.parley.platform.contract;

import org.jspecify.annotations.NullMarked;
