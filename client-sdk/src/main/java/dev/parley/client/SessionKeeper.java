package dev.parley.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one client's session in its store, and tells what was found there. Thread-safe as the store
 * is; {@link SessionTokens} saves one at a time.
 */
final class SessionKeeper {
  private static final System.Logger LOG = System.getLogger("dev.parley.client");

  private final TokenStore store;
  private final String server;
  private final String openedWith;
  private final @Nullable String refreshToken;
  private final @Nullable String deviceId;
  private volatile boolean kept;

  private SessionKeeper(
      TokenStore store,
      String server,
      String openedWith,
      @Nullable String refreshToken,
      @Nullable String deviceId,
      boolean kept) {
    this.store = store;
    this.server = server;
    this.openedWith = openedWith;
    this.refreshToken = refreshToken;
    this.deviceId = deviceId;
    this.kept = kept;
  }

  /**
   * Looks into the store for a session with {@code server} that was opened with these credentials;
   * without credentials any will do. What is found comes with the device it is bound to.
   *
   * @param otherwise what to begin with if there is none
   */
  static SessionKeeper open(
      TokenStore store, String server, @Nullable String openedWith, Start otherwise) {
    Optional<SavedSession> found =
        store
            .load()
            .filter(session -> session.server().equals(server))
            .filter(session -> openedWith == null || session.openedWith().equals(openedWith));
    if (found.isPresent()) {
      SavedSession session = found.get();
      return new SessionKeeper(
          store, server, session.openedWith(), session.refreshToken(), session.deviceId(), true);
    }
    return new SessionKeeper(
        store,
        server,
        openedWith == null ? "" : openedWith,
        otherwise.refreshToken(),
        otherwise.deviceId(),
        false);
  }

  /** What a client has that finds nothing in its store. */
  record Start(@Nullable String refreshToken, @Nullable String deviceId) {
    @Override
    public String toString() {
      return "Start[***]";
    }
  }

  /** The refresh token to begin with. */
  @Nullable String refreshToken() {
    return refreshToken;
  }

  /** The device that this client is. */
  @Nullable String deviceId() {
    return deviceId;
  }

  /** Saves the next session. One that cannot be saved is good all the same until a restart. */
  void keep(String nextRefreshToken) {
    try {
      store.save(new SavedSession(server, openedWith, nextRefreshToken, deviceId));
      kept = true;
    } catch (RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The session could not be saved; after a restart it is lost",
          e);
    }
  }

  /** The session has ended. Somebody else's, which this client did not use, stays. */
  void forget() {
    if (!kept) {
      return;
    }
    try {
      store.clear();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A session that has ended could not be forgotten", e);
    }
  }
}
