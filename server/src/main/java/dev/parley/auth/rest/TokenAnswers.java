package dev.parley.auth.rest;

import dev.parley.auth.signin.IssuedTokens;
import dev.parley.contract.auth.model.CookieSession;
import dev.parley.contract.auth.model.TokenPair;
import dev.parley.platform.security.DeviceId;
import dev.parley.platform.security.PageCookies;
import java.util.Objects;
import java.util.Optional;

/** How tokens leave: in the body, and to a page by cookies too. Thread-safe. */
public final class TokenAnswers {
  private final PageCookies cookies;

  public TokenAnswers(PageCookies cookies) {
    this.cookies = Objects.requireNonNull(cookies, "cookies");
  }

  /** The fingerprint of the device that tokens are to be bound to. */
  Optional<String> fingerprint() {
    return cookies.deviceId().map(DeviceId::fingerprint);
  }

  TokenPair pair(IssuedTokens tokens) {
    keep(tokens);
    return AuthModels.tokens(tokens);
  }

  /** Tokens that a page gets by cookies alone, so that no script of it ever reads them. */
  CookieSession hidden(IssuedTokens tokens) {
    keep(tokens);
    return AuthModels.hidden(tokens);
  }

  /** Takes the tokens away that the caller has in cookies. */
  void drop() {
    cookies.drop();
  }

  private void keep(IssuedTokens tokens) {
    cookies.keep(
        tokens.accessToken(), tokens.life(), tokens.refreshToken().reveal(), tokens.refreshLife());
  }
}
