/** What is said on a socket, and the three ways of spelling it. */
@NullMarked
package dev.parley.platform.ws.protocol;

import org.jspecify.annotations.NullMarked;
