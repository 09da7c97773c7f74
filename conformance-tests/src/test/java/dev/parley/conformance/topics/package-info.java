/** What every topic has to do, derived from the AsyncAPI documents; callable over any address. */
@NullMarked
package dev.parley.conformance.topics;

import org.jspecify.annotations.NullMarked;
