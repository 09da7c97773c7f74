package dev.parley.conformance.peers;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The peers of the servers that a run has started, and what only they can give: where a contract
 * shows the claims of an ID token ({@code x-id-token}), the token; where a link says {@code
 * $mail#token}, the token in the mail to the {@code email} of the request it leads from. Over a
 * deployment there are none, and what needs them is skipped. Thread-safe.
 */
public final class Peers implements AutoCloseable {
  /** What claims say of one person, so that each test has another. */
  private static final List<String> PERSONAL = List.of("sub", "email");

  private static final String MAIL = "$mail#token";

  private final @Nullable Issuer issuer;
  private final @Nullable Mailbox mailbox;

  private Peers(@Nullable Issuer issuer, @Nullable Mailbox mailbox) {
    this.issuer = issuer;
    this.mailbox = mailbox;
  }

  /** Peers for servers of this run's own. */
  public static Peers started() {
    return new Peers(new Issuer(), new Mailbox());
  }

  /** For a deployment, whose peers are not ours. */
  public static Peers none() {
    return new Peers(null, null);
  }

  /** What a server has to be told of them; under the names that the contracts' examples use. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    if (issuer != null) {
      settings.putAll(issuer.settings("google", "OIDC_GOOGLE_"));
    }
    if (mailbox != null) {
      settings.putAll(mailbox.settings());
    }
    return settings;
  }

  /**
   * The body of a request, with what peers give put in.
   *
   * @param asked the request whose answer links to this one; missing for none
   */
  public JsonNode complete(Operation operation, JsonNode body, JsonNode asked, String tag) {
    if (!(body instanceof ObjectNode object)) {
      return body;
    }
    JsonNode properties =
        operation.resolve(operation.bodyContent().path("schema")).path("properties");
    ObjectNode result = object.deepCopy();
    for (Map.Entry<String, JsonNode> e : object.properties()) {
      JsonNode property = operation.resolve(properties.path(e.getKey()));
      if (property.path("x-id-token").asBoolean() && e.getValue() instanceof ObjectNode claims) {
        result.put(e.getKey(), token(claims, tag));
      } else if (e.getValue().asText().equals(MAIL)) {
        result.put(e.getKey(), mailed(asked.path("email").asText()));
      }
    }
    return result;
  }

  private String token(ObjectNode claims, String tag) {
    if (issuer == null) {
      return abort("needs an issuer that the server trusts");
    }
    ObjectNode personal = claims.deepCopy();
    for (String claim : PERSONAL) {
      personal.put(claim, Suffixes.add(claims.path(claim).asText(), tag));
    }
    return issuer.idToken(personal);
  }

  private String mailed(String address) {
    return mailbox == null ? abort("needs to read the server's mail") : mailbox.token(address);
  }

  @Override
  public void close() {
    if (mailbox != null) {
      mailbox.close();
    }
    if (issuer != null) {
      issuer.close();
    }
  }
}
