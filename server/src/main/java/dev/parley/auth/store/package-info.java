/** Credentials, sessions, invitations and keys in PostgreSQL. */
@NullMarked
package dev.parley.auth.store;

import org.jspecify.annotations.NullMarked;
