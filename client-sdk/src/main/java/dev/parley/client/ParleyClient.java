package dev.parley.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.model.LoginRequest;
import dev.parley.client.transport.Transport;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entrance to a Parley server. The inherited methods lead to the calls of each part of the API;
 * {@link #async()} leads to the same calls answered by futures.
 *
 * <pre>{@code
 * try (ParleyClient client =
 *     ParleyClient.builder()
 *         .baseUrl("http://127.0.0.1:8000")
 *         .credentials("ada", "analytical engine no 1")
 *         .build()) {
 *   System.out.println(client.account().getAccount().cash());
 * }
 * }</pre>
 *
 * <p>Signs in at the first call that needs it and keeps the session alive. Thread-safe; one client
 * serves a whole program.
 */
public final class ParleyClient extends Apis implements AutoCloseable {
  private final URI baseUrl;
  private final HttpSender sender;
  private final Tokens tokens;
  private final AsyncApis async;

  private ParleyClient(URI baseUrl, HttpSender sender, Tokens tokens, Transport transport) {
    super(transport);
    this.baseUrl = baseUrl;
    this.sender = sender;
    this.tokens = tokens;
    this.async = new AsyncApis(transport);
  }

  /** Starts a client. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same calls, answered by futures. */
  public AsyncApis async() {
    return async;
  }

  /** The session's tokens. */
  public Tokens tokens() {
    return tokens;
  }

  /** The server, without a path. */
  public URI baseUrl() {
    return baseUrl;
  }

  /** Refuses further calls; the session on the server goes on until it is logged out or expires. */
  @Override
  public void close() {
    sender.close();
  }

  /** Makes a client; not thread-safe. */
  public static final class Builder {
    private URI baseUrl = URI.create("http://127.0.0.1:8000");
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private InstantSource clock = InstantSource.system();
    private @Nullable LoginRequest credentials;
    private @Nullable String accessToken;
    private @Nullable String refreshToken;
    private @Nullable String deviceId;

    private Builder() {}

    /** Where the server is, such as {@code https://parley.example.com}. */
    public Builder baseUrl(String baseUrl) {
      return baseUrl(URI.create(baseUrl));
    }

    /** Where the server is. */
    public Builder baseUrl(URI baseUrl) {
      if (baseUrl.getHost() == null
          || !("http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme()))) {
        throw new IllegalArgumentException(
            "baseUrl is '" + baseUrl + "', expected http://host or https://host");
      }
      this.baseUrl = baseUrl;
      return this;
    }

    /** Signs in with a password, and again whenever the session is lost. */
    public Builder credentials(String username, String password) {
      this.credentials = LoginRequest.builder().username(username).password(password).build();
      return this;
    }

    /** Uses this access token for as long as the server accepts it. */
    public Builder token(String accessToken) {
      this.accessToken = Objects.requireNonNull(accessToken, "accessToken");
      return this;
    }

    /** Goes on with a session that {@link Tokens#refreshToken()} of an earlier client told. */
    public Builder refreshToken(String refreshToken) {
      this.refreshToken = Objects.requireNonNull(refreshToken, "refreshToken");
      return this;
    }

    /**
     * Names this device: at least 128 random bits in hex or base64url, the same as the session
     * began with. A client that signs in with a password makes one up.
     */
    public Builder deviceId(String deviceId) {
      if (!deviceId.matches("[A-Za-z0-9_-]{22,64}")) {
        throw new IllegalArgumentException("deviceId must be 22 to 64 letters, digits, '-' or '_'");
      }
      this.deviceId = deviceId;
      return this;
    }

    /** How long to wait for a connection; 10 seconds. */
    public Builder connectTimeout(Duration connectTimeout) {
      this.connectTimeout = Durations.positive(connectTimeout, "connectTimeout");
      return this;
    }

    /** How long to wait for an answer to the end of its body; 30 seconds. */
    public Builder requestTimeout(Duration requestTimeout) {
      this.requestTimeout = Durations.positive(requestTimeout, "requestTimeout");
      return this;
    }

    Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /** Makes the client; nothing is sent yet. */
    public ParleyClient build() {
      String device =
          deviceId == null && credentials != null && accessToken == null && refreshToken == null
              ? randomDeviceId()
              : deviceId;
      ObjectMapper json = ParleyJson.newMapper();
      HttpSender sender = new HttpSender(baseUrl, json, connectTimeout, requestTimeout, device);
      Tokens tokens =
          new SessionTokens(
              new HttpTransport(sender, json, null),
              clock,
              credentials,
              accessToken,
              refreshToken,
              device);
      return new ParleyClient(baseUrl, sender, tokens, new HttpTransport(sender, json, tokens));
    }

    private static String randomDeviceId() {
      byte[] random = new byte[16];
      new SecureRandom().nextBytes(random);
      return HexFormat.of().formatHex(random);
    }
  }
}
