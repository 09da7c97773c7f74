/** What takes more than one command or query: registering, signing in, staying signed in. */
@NullMarked
package dev.parley.auth.signin;

import org.jspecify.annotations.NullMarked;
