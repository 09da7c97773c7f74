/** Access tokens: signing keys, signing, checking, and which sessions have ended. */
@NullMarked
package dev.parley.auth.token;

import org.jspecify.annotations.NullMarked;
