/** The doors for OAuth 2.0 tools: grants, client authentication (RFC 6749). */
@NullMarked
package dev.parley.auth.oauth;

import org.jspecify.annotations.NullMarked;
