/** Requests to the server; every answer is held against the contract. */
@NullMarked
package dev.parley.conformance.http;

import org.jspecify.annotations.NullMarked;
