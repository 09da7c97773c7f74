package dev.parley.platform.contract;

import dev.parley.platform.security.CredentialKind;
import dev.parley.platform.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operation and its policy, as its spec declares it.
 *
 * @param id the operationId, unique over all modules
 * @param path the path template
 * @param secured whether credentials are needed
 * @param scopes the scopes that a caller must hold, all of them
 * @param roles the roles that hold all of the scopes, the smallest first; empty where none is
 *     needed
 * @param signInOnly whether keys and applications are refused, whatever their scopes
 * @param rate the budget it draws on; null for an operation that is never limited
 * @param refused the budget that credentials draw on which it refuses; null where it takes none
 * @param idempotent whether an {@code Idempotency-Key} is accepted
 * @param success the one success status
 * @param location template of the {@code Location} header over properties of the answer
 * @param etag the property of the answer that is its version
 * @param stream the topic that streams what is answered here
 * @param cache what {@code Cache-Control} says of the answer, which then has a hash for its {@code
 *     ETag}; null for an answer that is not to be kept
 * @param cookies whether its answer gives a browser cookies, or takes them away
 * @param parameters the path, query, header and cookie parameters
 * @param body the check of the body; null where the operation takes none
 * @param form the parameters of a body that is a form; null where it is JSON
 * @param bodyRequired whether a request without a body breaks the contract
 * @param answersJson whether the success has a JSON body
 * @param oauthErrors whether errors are answered as OAuth 2.0 has them (RFC 6749, 5.2)
 */
public record Operation(
    String module,
    String id,
    String method,
    String path,
    boolean secured,
    List<String> scopes,
    List<String> roles,
    boolean signInOnly,
    @Nullable RateClass rate,
    @Nullable RateClass refused,
    boolean idempotent,
    int success,
    @Nullable String location,
    @Nullable String etag,
    @Nullable String stream,
    @Nullable String cache,
    boolean cookies,
    List<Parameter> parameters,
    @Nullable Check body,
    @Nullable Set<String> form,
    boolean bodyRequired,
    boolean answersJson,
    boolean oauthErrors) {
  /** The media type of a form. */
  public static final String FORM = "application/x-www-form-urlencoded";

  /** The cookies that are parameters of it. */
  public Stream<String> cookieNames() {
    return parameters.stream().filter(p -> p.in().equals("cookie")).map(Parameter::name);
  }

  /** Whether a caller holds the scopes, by a credential that it takes. */
  public boolean allows(Principal caller) {
    boolean taken = !signInOnly || caller.credential() == CredentialKind.SESSION;
    return taken && caller.scopes().containsAll(scopes);
  }
}
