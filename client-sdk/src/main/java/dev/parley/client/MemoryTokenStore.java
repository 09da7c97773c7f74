package dev.parley.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** See {@link TokenStore#inMemory()}. */
final class MemoryTokenStore implements TokenStore {
  private volatile @Nullable SavedSession session;

  @Override
  public Optional<SavedSession> load() {
    return Optional.ofNullable(session);
  }

  @Override
  public void save(SavedSession saved) {
    session = saved;
  }

  @Override
  public void clear() {
    session = null;
  }
}
