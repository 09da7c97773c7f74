/** Password resets by mail. */
@NullMarked
package dev.parley.auth.reset;

import org.jspecify.annotations.NullMarked;
