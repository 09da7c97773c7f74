/** Credentials, sessions, tokens, keys and invitations. */
@NullMarked
package dev.parley.auth;

import org.jspecify.annotations.NullMarked;
