/** Tests of signing in by OpenID Connect, against an issuer on loopback. */
@NullMarked
package dev.parley.auth.oidc;

import org.jspecify.annotations.NullMarked;
