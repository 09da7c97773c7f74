package dev.parley.auth.oauth;

import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.signin.IssuedTokens;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Tokens on their way to a client. Prints without them.
 *
 * @param life of the access token
 * @param refreshToken where the grant comes with one
 */
public record GrantedTokens(
    String accessToken,
    Duration life,
    Optional<OpaqueSecret> refreshToken,
    SortedSet<String> scopes) {

  static GrantedTokens of(IssuedTokens tokens) {
    return new GrantedTokens(
        tokens.accessToken(), tokens.life(), Optional.of(tokens.refreshToken()), tokens.scopes());
  }

  @Override
  public String toString() {
    return "GrantedTokens" + scopes;
  }
}
