/** Sockets to the server; every frame is held against the contract. */
@NullMarked
package dev.parley.conformance.ws;

import org.jspecify.annotations.NullMarked;
