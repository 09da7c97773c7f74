/** Events and snapshots of the broker as its topics stream them. */
@NullMarked
package dev.parley.broker.ws;

import org.jspecify.annotations.NullMarked;
