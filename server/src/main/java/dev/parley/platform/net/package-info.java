/** Addresses of clients: what they are, and whose word is taken for them. */
@NullMarked
package dev.parley.platform.net;

import org.jspecify.annotations.NullMarked;
