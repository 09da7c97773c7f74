/** The topics: what is told as the tapes are played, and the snapshots. */
@NullMarked
package dev.parley.datafeed.ws;

import org.jspecify.annotations.NullMarked;
