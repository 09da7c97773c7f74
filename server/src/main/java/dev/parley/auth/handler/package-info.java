/** One class per command, query or flow of authentication. */
@NullMarked
package dev.parley.auth.handler;

import org.jspecify.annotations.NullMarked;
