package dev.parley.platform.postgres;

import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One process at a time owns a directory. The operating system holds the lock and frees it with the
 * process, however that ends; the file's content, the owner's process id, only serves the message.
 */
final class DirectoryLock implements AutoCloseable {
  /**
   * Locks of this process. Asked first, because closing a second channel on a locked file would
   * drop the lock the first one holds.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Fails with a {@link StartupException} if another server has the directory. */
  static DirectoryLock acquire(Path directory) throws IOException {
    Path file = directory.toRealPath().resolve("lock");
    if (!HELD.add(file)) {
      throw inUse(directory, ProcessHandle.current().pid() + "");
    }
    @Nullable FileChannel channel = null;
    boolean locked = false;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(directory, Files.readString(file).strip());
      }
      channel.truncate(0);
      byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
      channel.write(ByteBuffer.wrap(pid), 0);
      locked = true;
      return new DirectoryLock(file, channel);
    } finally {
      if (!locked) {
        HELD.remove(file);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  private static StartupException inUse(Path directory, String pid) {
    return new StartupException(
        "data directory '"
            + directory
            + "' is in use by another server (process "
            + pid
            + "): stop that one, set DATA_DIR to another directory, or share one database by"
            + " DATABASE_URL");
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(file);
  }
}
