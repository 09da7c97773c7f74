package dev.parley.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.model.LoginRequest;
import dev.parley.client.transport.Transport;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
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
  private static final ObjectMapper JSON = ParleyJson.newMapper();

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

  /**
   * What carries the calls; streams over this client use it too, so that both together have one set
   * of connections and threads.
   */
  public HttpClient httpClient() {
    return sender.http();
  }

  /**
   * Refuses further calls and ends those under way, which fail. An HTTP client handed in with
   * {@link Builder#httpClient} stays open. The session on the server goes on until it is logged out
   * or expires.
   */
  @Override
  public void close() {
    sender.close();
  }

  /** Makes a client; not thread-safe. */
  public static final class Builder {
    private URI baseUrl = URI.create("http://127.0.0.1:8000");
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Duration callTimeout = Duration.ofSeconds(60);
    private RetryPolicy retries = RetryPolicy.defaults();
    private InstantSource clock = InstantSource.system();
    private RandomGenerator random = new Random();
    private @Nullable HttpClient httpClient;
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

    /** How long each try may take, to the end of the answer's body; 30 seconds. */
    public Builder requestTimeout(Duration requestTimeout) {
      this.requestTimeout = Durations.positive(requestTimeout, "requestTimeout");
      return this;
    }

    /** How long a call may take with all its tries and the pauses between; 60 seconds. */
    public Builder callTimeout(Duration callTimeout) {
      this.callTimeout = Durations.positive(callTimeout, "callTimeout");
      return this;
    }

    /** How often calls are tried again, where that is allowed; {@link RetryPolicy#defaults()}. */
    public Builder retries(RetryPolicy retries) {
      this.retries = Objects.requireNonNull(retries, "retries");
      return this;
    }

    /**
     * Uses this HTTP client instead of an own one, so that many clients share its connections and
     * threads; its connect timeout counts, and closing it is up to whoever made it.
     *
     * @throws IllegalArgumentException if it follows redirects: a token is for this server alone
     */
    public Builder httpClient(HttpClient httpClient) {
      if (httpClient.followRedirects() != HttpClient.Redirect.NEVER) {
        throw new IllegalArgumentException("httpClient must not follow redirects");
      }
      this.httpClient = httpClient;
      return this;
    }

    Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    Builder random(RandomGenerator random) {
      this.random = random;
      return this;
    }

    /** Makes the client; nothing is sent yet. */
    public ParleyClient build() {
      String device =
          deviceId == null && credentials != null && accessToken == null && refreshToken == null
              ? randomDeviceId()
              : deviceId;
      CallSettings settings = new CallSettings(requestTimeout, callTimeout, retries, clock, random);
      HttpSender sender =
          new HttpSender(
              httpClient == null ? ownHttpClient() : httpClient,
              httpClient == null,
              baseUrl,
              JSON,
              device);
      Tokens tokens =
          new SessionTokens(
              new HttpTransport(sender, JSON, settings, null),
              clock,
              credentials,
              accessToken,
              refreshToken,
              device);
      return new ParleyClient(
          baseUrl, sender, tokens, new HttpTransport(sender, JSON, settings, tokens));
    }

    private HttpClient ownHttpClient() {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(connectTimeout)
          .build();
    }

    private static String randomDeviceId() {
      byte[] random = new byte[16];
      new SecureRandom().nextBytes(random);
      return HexFormat.of().formatHex(random);
    }
  }
}
