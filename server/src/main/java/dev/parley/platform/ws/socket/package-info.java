/** Bytes: frames, the bounded queue of one socket, and Tyrus on the shared Grizzly port. */
@NullMarked
package dev.parley.platform.ws.socket;

import org.jspecify.annotations.NullMarked;
