/** What a server talks to that is not its client: run by the suite, on loopback. */
@NullMarked
package dev.parley.conformance.peers;

import org.jspecify.annotations.NullMarked;
