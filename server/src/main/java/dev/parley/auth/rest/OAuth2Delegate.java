package dev.parley.auth.rest;

import dev.parley.auth.oauth.ClientCredentials;
import dev.parley.auth.oauth.GrantRequest;
import dev.parley.auth.oauth.TokenGrants;
import dev.parley.contract.auth.api.OAuth2Api;
import dev.parley.contract.auth.model.OAuthTokenRequest;
import dev.parley.contract.auth.model.OAuthTokens;
import dev.parley.platform.security.Callers;
import dev.parley.platform.security.DeviceId;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The doors for OAuth 2.0 tools. */
public final class OAuth2Delegate implements OAuth2Api {
  private final TokenGrants grants;
  private final Callers callers;

  /** Of the present request; OpenAPI has no parameter for the header {@code Authorization}. */
  @Context private @Nullable HttpHeaders headers;

  public OAuth2Delegate(TokenGrants grants, Callers callers) {
    this.grants = Objects.requireNonNull(grants, "grants");
    this.callers = Objects.requireNonNull(callers, "callers");
  }

  @Override
  public OAuthTokens requestToken(OAuthTokenRequest request, @Nullable String deviceId) {
    GrantRequest wanted =
        new GrantRequest(
            request.grantType(),
            Optional.ofNullable(request.username()),
            Optional.ofNullable(request.password()),
            Optional.ofNullable(request.refreshToken()),
            Optional.ofNullable(request.scope()),
            client(request.clientId(), request.clientSecret()),
            Optional.ofNullable(deviceId).map(DeviceId::fingerprint));
    return AuthModels.granted(grants.grant(wanted, callers.current()));
  }

  private Optional<ClientCredentials> client(@Nullable String id, @Nullable String secret) {
    List<String> given =
        Objects.requireNonNull(headers, "headers").getRequestHeader(HttpHeaders.AUTHORIZATION);
    return ClientCredentials.of(
        given == null ? List.of() : given, Optional.ofNullable(id), Optional.ofNullable(secret));
  }
}
