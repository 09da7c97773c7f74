/** Signing in by OpenID Connect: issuers, their keys, ID tokens, nonces and linked identities. */
@NullMarked
package dev.parley.auth.oidc;

import org.jspecify.annotations.NullMarked;
