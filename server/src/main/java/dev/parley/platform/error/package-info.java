/** What can go wrong, as values: one code per kind of failure, one exception that carries it. */
@NullMarked
package dev.parley.platform.error;

import org.jspecify.annotations.NullMarked;
