package dev.parley.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.error.UnauthenticatedException;
import dev.parley.client.transport.Transport;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
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
  private final boolean signsOut;
  private final AsyncApis async;

  private ParleyClient(
      URI baseUrl, HttpSender sender, Tokens tokens, boolean signsOut, Transport transport) {
    super(transport);
    this.baseUrl = baseUrl;
    this.sender = sender;
    this.tokens = tokens;
    this.signsOut = signsOut;
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
   * Ends the session on the server and forgets it, in the token store too. Calls that need one fail
   * from then on. If the server cannot be reached the session stays as it was.
   *
   * @throws IllegalStateException if the client opens no session: it has an API key, the
   *     credentials of an application or a token of the caller's
   */
  public void signOut() {
    if (!signsOut || !(tokens instanceof SessionTokens session)) {
      throw new IllegalStateException("This client has no session of its own to end");
    }
    try {
      sessions().logout();
    } catch (UnauthenticatedException | SignedOutException e) {
      // It has ended already.
    }
    session.forget();
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
    private @Nullable Credentials credentials;
    private @Nullable TokenStore tokenStore;
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

    /**
     * What to show the server; without any a client can make public calls only, and go on with a
     * session that its {@link #tokenStore} has.
     *
     * @throws IllegalStateException if the client has credentials already: one kind is the rule
     */
    public Builder credentials(Credentials credentials) {
      if (this.credentials != null) {
        throw new IllegalStateException(
            "The client has " + this.credentials + " already, and can have one kind only");
      }
      this.credentials = Objects.requireNonNull(credentials, "credentials");
      return this;
    }

    /** Signs in with a password; {@link Credentials#password}. */
    public Builder credentials(String username, String password) {
      return credentials(Credentials.password(username, password));
    }

    /**
     * Keeps the session over restarts; a store of the client's own, in memory, otherwise. What is
     * in it goes before signing in.
     */
    public Builder tokenStore(TokenStore tokenStore) {
      this.tokenStore = Objects.requireNonNull(tokenStore, "tokenStore");
      return this;
    }

    /**
     * Names this device: at least 128 random bits in hex or base64url, the same as the session
     * began with. A client that signs in makes one up; a session that is found in the store brings
     * its own.
     */
    public Builder deviceId(String deviceId) {
      this.deviceId = DeviceIds.check(deviceId);
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

    /**
     * Makes the client; nothing is sent yet.
     *
     * @throws IllegalStateException if there is a token store and the credentials open no session
     * @throws RuntimeException if the token store cannot be read
     */
    public ParleyClient build() {
      CallSettings settings = new CallSettings(requestTimeout, callTimeout, retries, clock, random);
      Identity identity = Identity.of(baseUrl, credentials, tokenStore, deviceId);
      HttpSender sender =
          new HttpSender(
              httpClient == null ? ownHttpClient() : httpClient,
              httpClient == null,
              baseUrl,
              JSON,
              identity.deviceId());
      Tokens tokens = identity.tokens(new HttpTransport(sender, JSON, settings, null), clock);
      return new ParleyClient(
          baseUrl,
          sender,
          tokens,
          identity.signsOut(),
          new HttpTransport(sender, JSON, settings, tokens));
    }

    private HttpClient ownHttpClient() {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(connectTimeout)
          .build();
    }
  }
}
