/**
 * What no client should do, done to a packaged server from the outside: sockets that never read,
 * bytes that are no request, tokens that are forged. Each gets a clear answer, and nobody else
 * notices.
 */
@NullMarked
package dev.parley.conformance.abuse;

import org.jspecify.annotations.NullMarked;
