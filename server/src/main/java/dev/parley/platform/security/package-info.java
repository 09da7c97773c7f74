/** Who calls: principals, callers, and the key a caller makes a write repeatable with. */
@NullMarked
package dev.parley.platform.security;

import org.jspecify.annotations.NullMarked;
