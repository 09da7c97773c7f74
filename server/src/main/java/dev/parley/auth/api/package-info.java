/** Commands, queries and values of authentication. */
@NullMarked
package dev.parley.auth.api;

import org.jspecify.annotations.NullMarked;
