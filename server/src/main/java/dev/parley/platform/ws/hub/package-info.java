/** Fan-out on this node: logs and live topics to subscribers, in order, nothing twice. */
@NullMarked
package dev.parley.platform.ws.hub;

import org.jspecify.annotations.NullMarked;
