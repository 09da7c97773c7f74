/**
 * The recordings that ship inside {@code org.ta4j:ta4j-examples}, read into tapes, and how they are
 * played: by one worker that holds a lease, followed by every node.
 */
@NullMarked
package dev.parley.datafeed.replay;

import org.jspecify.annotations.NullMarked;
