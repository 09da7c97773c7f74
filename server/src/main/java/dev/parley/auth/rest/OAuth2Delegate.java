package dev.parley.auth.rest;

import dev.parley.auth.oauth.ClientCredentials;
import dev.parley.auth.oauth.GrantRequest;
import dev.parley.auth.oauth.Revocations;
import dev.parley.auth.oauth.ServerMetadata;
import dev.parley.auth.oauth.TokenGrants;
import dev.parley.contract.auth.api.OAuth2Api;
import dev.parley.contract.auth.model.AuthorizationServerMetadata;
import dev.parley.contract.auth.model.OAuthTokenRequest;
import dev.parley.contract.auth.model.OAuthTokens;
import dev.parley.contract.auth.model.RevokeTokenRequest;
import dev.parley.platform.contract.Contract;
import dev.parley.platform.contract.Operation;
import dev.parley.platform.security.Callers;
import dev.parley.platform.security.DeviceId;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The doors for OAuth 2.0 tools. */
public final class OAuth2Delegate implements OAuth2Api {
  private final TokenGrants grants;
  private final Revocations revocations;
  private final ServerMetadata metadata;
  private final Map<String, String> paths;
  private final Callers callers;

  /** Of the present request; OpenAPI has no parameter for the header {@code Authorization}. */
  @Context private @Nullable HttpHeaders headers;

  /** Of the present request: how its client found this server. */
  @Context private @Nullable UriInfo address;

  /**
   * @param contract where the paths of the endpoints stand
   */
  public OAuth2Delegate(
      TokenGrants grants,
      Revocations revocations,
      ServerMetadata metadata,
      Contract contract,
      Callers callers) {
    this.grants = Objects.requireNonNull(grants, "grants");
    this.revocations = Objects.requireNonNull(revocations, "revocations");
    this.metadata = Objects.requireNonNull(metadata, "metadata");
    this.paths =
        contract.operations().stream().collect(Collectors.toMap(Operation::id, Operation::path));
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

  @Override
  public void revokeToken(RevokeTokenRequest request) {
    revocations.revoke(
        request.token(), client(request.clientId(), request.clientSecret()), callers.current());
  }

  @Override
  public AuthorizationServerMetadata getAuthorizationServerMetadata() {
    String issuer = metadata.issuer(Objects.requireNonNull(address, "address").getRequestUri());
    Function<String, String> endpoint =
        operation -> issuer + Objects.requireNonNull(paths.get(operation), operation);
    return AuthorizationServerMetadata.builder()
        .issuer(issuer)
        .tokenEndpoint(endpoint.apply("requestToken"))
        .revocationEndpoint(endpoint.apply("revokeToken"))
        .jwksUri(endpoint.apply("getJwks"))
        .serviceDocumentation(issuer + "/docs")
        .grantTypesSupported(TokenGrants.TYPES)
        .responseTypesSupported(List.of())
        .scopesSupported(metadata.scopes())
        .tokenEndpointAuthMethodsSupported(ServerMetadata.CLIENT_METHODS)
        .revocationEndpointAuthMethodsSupported(ServerMetadata.CLIENT_METHODS)
        .build();
  }

  private Optional<ClientCredentials> client(@Nullable String id, @Nullable String secret) {
    List<String> given =
        Objects.requireNonNull(headers, "headers").getRequestHeader(HttpHeaders.AUTHORIZATION);
    return ClientCredentials.of(
        given == null ? List.of() : given, Optional.ofNullable(id), Optional.ofNullable(secret));
  }
}
