package dev.parley.client;

import dev.parley.client.model.OAuthTokens;
import dev.parley.client.model.TokenPair;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What signing in or a refresh gives.
 *
 * @param life how long the access token is good from now on
 * @param refreshToken exchanges for the next grant; without one signing in again is the way
 */
record Grant(String accessToken, Duration life, @Nullable String refreshToken) {

  static Grant of(TokenPair pair) {
    return new Grant(pair.accessToken(), Duration.ofSeconds(pair.expiresIn()), pair.refreshToken());
  }

  static Grant of(OAuthTokens tokens) {
    return new Grant(
        tokens.accessToken(), Duration.ofSeconds(tokens.expiresIn()), tokens.refreshToken());
  }

  @Override
  public String toString() {
    return "Grant[***]";
  }
}
