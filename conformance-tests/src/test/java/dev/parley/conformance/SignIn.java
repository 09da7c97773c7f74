package dev.parley.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** How callers come to be, through the API alone: the first admin invites, they register. */
public final class SignIn {
  /** The password that the first admin gets in place of the one to be changed. */
  public static final String NEXT_PASSWORD = "another horse and another staple";

  private static final Duration FRESH = Duration.ofMinutes(2);

  private final Contract contract = Contract.all();
  private final Api api;
  private final ReentrantLock lock = new ReentrantLock();
  private String adminPassword;
  private String adminToken = "";
  private Instant adminSince = Instant.MIN;

  public SignIn(Api api, String adminPassword) {
    this.api = api;
    this.adminPassword = adminPassword;
  }

  /** A token of the first admin, good for some minutes. */
  public String admin() {
    lock.lock();
    try {
      if (adminSince.isBefore(Instant.now().minus(FRESH))) {
        JsonNode pair = login("admin", adminPassword);
        if (pair.path("mustChangePassword").asBoolean()) {
          ObjectNode change = JsonNodeFactory.instance.objectNode();
          change.put("currentPassword", adminPassword).put("newPassword", NEXT_PASSWORD);
          String limited = pair.path("accessToken").asText();
          pair = expect("changePassword", change, Optional.of(limited), 200);
          adminPassword = NEXT_PASSWORD;
        }
        adminToken = pair.path("accessToken").asText();
        adminSince = Instant.now();
      }
      return adminToken;
    } finally {
      lock.unlock();
    }
  }

  /** Invites, registers and signs in the person of the examples; answers the access token. */
  public String person(String role, String tag) {
    return enrol(role, tag).token();
  }

  /** Invites and registers the person of the examples, who has yet to sign in. */
  public Person enrol(String role, String tag) {
    return new Person(this, register(role, tag));
  }

  /** Invites and registers the person of the examples; answers what was registered. */
  public JsonNode register(String role, String tag) {
    ObjectNode invitation = JsonNodeFactory.instance.objectNode().put("role", role);
    JsonNode invited = expect("createInvitation", invitation, Optional.of(admin()), 201);
    JsonNode registration = registration(invited, tag);
    expect("register", registration, Optional.empty(), 201);
    return registration;
  }

  private JsonNode registration(JsonNode invited, String tag) {
    Answer answer = new Answer(201, "", Map.of(), invited.toString());
    JsonNode template =
        contract.linksTo("register").stream()
            .filter(link -> link.hasBody())
            .findFirst()
            .orElseThrow()
            .node()
            .path("requestBody");
    Operation register = contract.operation("register");
    return Values.unique(
        register, Values.resolve(template, answer, JsonNodeFactory.instance.missingNode()), tag);
  }

  JsonNode login(String username, String password) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("username", username).put("password", password);
    return expect("login", body, Optional.empty(), 200);
  }

  /** Makes an API key with these scopes; answers its secret. */
  String apiKey(Set<String> scopes, String token) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", "Conformance");
    scopes.forEach(body.putArray("scopes")::add);
    return expect("createApiKey", body, Optional.of(token), 201).path("secret").asText();
  }

  /** Registers an application with these scopes; answers its token. */
  FreshToken application(Set<String> scopes, String token) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", "Conformance");
    scopes.forEach(body.putArray("scopes")::add);
    JsonNode registered = expect("createApplication", body, Optional.of(token), 201);
    return new FreshToken(() -> applicationToken(registered));
  }

  private String applicationToken(JsonNode registered) {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    form.put("grant_type", "client_credentials")
        .put("client_id", registered.path("id").asText())
        .put("client_secret", registered.path("clientSecret").asText());
    return expect("requestToken", form, Optional.empty(), 200).path("access_token").asText();
  }

  private JsonNode expect(String operation, JsonNode body, Optional<String> token, int status) {
    Answer answer = api.call(contract.operation(operation), Map.of(), body, token);
    if (answer.status() != status) {
      throw new AssertionError(operation + " answered " + answer.status() + " " + answer.body());
    }
    return answer.json();
  }
}
