package dev.parley.auth.rest;

import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.oauth.GrantedTokens;
import dev.parley.auth.signin.IssuedTokens;
import dev.parley.auth.token.PublicKeyNumbers;
import dev.parley.auth.token.SigningKey;
import dev.parley.contract.auth.model.CookieSession;
import dev.parley.contract.auth.model.Invitation;
import dev.parley.contract.auth.model.InvitationStatus;
import dev.parley.contract.auth.model.JsonWebKey;
import dev.parley.contract.auth.model.Me;
import dev.parley.contract.auth.model.NewInvitation;
import dev.parley.contract.auth.model.OAuthTokens;
import dev.parley.contract.auth.model.RegisteredUser;
import dev.parley.contract.auth.model.TokenPair;
import dev.parley.contract.auth.model.UserRole;
import dev.parley.platform.security.Principal;
import dev.parley.users.api.Account;
import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What this feature knows, as its contract has it. */
final class AuthModels {
  private AuthModels() {}

  static Role role(UserRole role) {
    return Role.of(role.toString());
  }

  static TokenPair tokens(IssuedTokens tokens) {
    return TokenPair.builder()
        .accessToken(tokens.accessToken())
        .tokenType("Bearer")
        .expiresIn(seconds(tokens.life()))
        .refreshToken(tokens.refreshToken().reveal())
        .refreshExpiresIn(seconds(tokens.refreshLife()))
        .scope(String.join(" ", tokens.scopes()))
        .sessionId(tokens.sessionId())
        .mustChangePassword(tokens.mustChangePassword())
        .build();
  }

  static CookieSession hidden(IssuedTokens tokens) {
    return CookieSession.builder()
        .expiresIn(seconds(tokens.life()))
        .refreshExpiresIn(seconds(tokens.refreshLife()))
        .scope(String.join(" ", tokens.scopes()))
        .sessionId(tokens.sessionId())
        .mustChangePassword(tokens.mustChangePassword())
        .build();
  }

  static OAuthTokens granted(GrantedTokens tokens) {
    return OAuthTokens.builder()
        .accessToken(tokens.accessToken())
        .tokenType("Bearer")
        .expiresIn(seconds(tokens.life()))
        .refreshToken(tokens.refreshToken().map(OpaqueSecret::reveal).orElse(null))
        .scope(String.join(" ", tokens.scopes()))
        .build();
  }

  static NewInvitation invitation(
      dev.parley.auth.domain.Invitation invitation, OpaqueSecret secret, Instant now) {
    return NewInvitation.builder()
        .id(invitation.id())
        .email(email(invitation))
        .role(role(invitation.role()))
        .status(status(invitation, now))
        .createdAt(invitation.createdAt())
        .expiresAt(invitation.expiresAt())
        .secret(secret.reveal())
        .build();
  }

  static Invitation invitation(dev.parley.auth.domain.Invitation invitation, Instant now) {
    return Invitation.builder()
        .id(invitation.id())
        .email(email(invitation))
        .role(role(invitation.role()))
        .status(status(invitation, now))
        .createdAt(invitation.createdAt())
        .expiresAt(invitation.expiresAt())
        .build();
  }

  static RegisteredUser registered(Account account) {
    return RegisteredUser.builder()
        .id(account.id())
        .email(account.email().text())
        .username(account.username())
        .fullName(account.fullName())
        .role(role(account.role()))
        .createdAt(account.createdAt())
        .build();
  }

  static Me me(Account account, Principal principal) {
    return Me.builder()
        .id(account.id())
        .email(account.email().text())
        .username(account.username())
        .fullName(account.fullName())
        .picture(Optional.ofNullable(account.picture()).map(URI::create).orElse(null))
        .department(account.department())
        .role(role(account.role()))
        .scopes(new TreeSet<>(principal.scopes()).stream().toList())
        .sessionId(principal.sessionId())
        .createdAt(account.createdAt())
        .build();
  }

  static JsonWebKey key(SigningKey key) {
    PublicKeyNumbers numbers = PublicKeyNumbers.of(key);
    return JsonWebKey.builder()
        .kty("RSA")
        .use("sig")
        .alg("RS256")
        .kid(numbers.kid())
        .n(numbers.modulus())
        .e(numbers.exponent())
        .build();
  }

  private static UserRole role(Role role) {
    return UserRole.fromValue(role.wire());
  }

  private static @Nullable String email(dev.parley.auth.domain.Invitation invitation) {
    EmailAddress email = invitation.email();
    return email == null ? null : email.text();
  }

  private static InvitationStatus status(
      dev.parley.auth.domain.Invitation invitation, Instant now) {
    return InvitationStatus.fromValue(invitation.status(now).name().toLowerCase(Locale.ROOT));
  }

  /** Whole seconds, at least one: a token of half a second has not ended. */
  private static int seconds(Duration duration) {
    return (int) Math.max(1, duration.toSeconds());
  }
}
