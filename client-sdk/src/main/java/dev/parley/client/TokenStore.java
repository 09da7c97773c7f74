package dev.parley.client;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a client keeps its session, so that a program that starts anew goes on with it instead of
 * signing in. A store serves one client at a time: two that exchange the same refresh token look
 * like a theft, and the server ends the session for both.
 *
 * <p>The next session is saved before the present one is given up, so a program that ends at any
 * moment, a save included, finds one that works: until the next refresh token is used, the server
 * takes the last one again from the same device for 30 seconds. A program that ended between the
 * server's answer and the end of the save and starts later than that has to sign in.
 *
 * <p>Implementations are thread-safe. They may block, shortly: calls that need the next token wait
 * meanwhile.
 */
public interface TokenStore {

  /**
   * The session that was saved last, if there is one; asked when a client is built.
   *
   * @throws RuntimeException if that cannot be told; no client is built then
   */
  Optional<SavedSession> load();

  /**
   * Replaces what was saved, wholly or not at all, and lastingly once this returns.
   *
   * @throws RuntimeException if that is not possible; the client goes on, logs a warning and saves
   *     again at the next renewal
   */
  void save(SavedSession session);

  /** Forgets what was saved: the session has ended. */
  void clear();

  /** Keeps a session for as long as the program runs; what a client does that is told nothing. */
  static TokenStore inMemory() {
    return new MemoryTokenStore();
  }

  /**
   * Keeps a session in a file of mode 0600, which is replaced as a whole. Its folder is made if
   * there is none.
   */
  static TokenStore file(Path file) {
    return new FileTokenStore(file);
  }
}
