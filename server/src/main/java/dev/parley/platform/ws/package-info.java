/** Sockets: sessions, subscriptions, the protocol and its dialects, bounded queues. */
@NullMarked
package dev.parley.platform.ws;

import org.jspecify.annotations.NullMarked;
