/** The REST operations of authentication. */
@NullMarked
package dev.parley.auth.rest;

import org.jspecify.annotations.NullMarked;
