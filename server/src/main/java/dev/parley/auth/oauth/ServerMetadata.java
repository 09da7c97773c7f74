package dev.parley.auth.oauth;

import dev.parley.users.api.Role;
import dev.parley.users.api.RoleScopes;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What OAuth 2.0 clients may know of this server without asking anybody (RFC 8414). Immutable. */
public final class ServerMetadata {
  /** How clients may authenticate, at whichever endpoint; those without credentials too. */
  public static final List<String> CLIENT_METHODS =
      List.of("client_secret_basic", "client_secret_post", "none");

  private final Optional<PublicUrl> publicUrl;
  private final List<String> scopes;

  /**
   * @param publicUrl where clients find this server; whatever they ask for it by, if absent
   */
  public ServerMetadata(Optional<PublicUrl> publicUrl, RoleScopes roles) {
    this.publicUrl = Objects.requireNonNull(publicUrl, "publicUrl");
    this.scopes =
        Arrays.stream(Role.values())
            .flatMap(role -> roles.of(role).stream())
            .distinct()
            .sorted()
            .toList();
  }

  /** What the paths of all endpoints come after, for somebody who asked by this address. */
  public String issuer(URI request) {
    return publicUrl.orElseGet(() -> PublicUrl.of(request)).text();
  }

  /** Every scope of the table of roles, in alphabetical order. */
  public List<String> scopes() {
    return scopes;
  }
}
