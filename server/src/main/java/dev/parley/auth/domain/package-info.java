/** The rules of authentication, with time and randomness handed in; no I/O. */
@NullMarked
package dev.parley.auth.domain;

import org.jspecify.annotations.NullMarked;
