package dev.parley.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Keeps a session in a file. A save writes another file beside it, forces that to the disk and
 * renames it, so there is the old session or the new one and never half of one. The file has mode
 * 0600 from its first byte; where there are no such modes, the rights of its folder count.
 * Thread-safe.
 */
final class FileTokenStore implements TokenStore {
  private static final ObjectMapper JSON = ParleyJson.newMapper();

  private final Path file;
  private final Path folder;

  FileTokenStore(Path file) {
    this.file = file.toAbsolutePath();
    Path parent = this.file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("'" + file + "' is no file's name");
    }
    this.folder = parent;
  }

  @Override
  public Optional<SavedSession> load() {
    byte[] text;
    try {
      text = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("The saved session cannot be read: " + file, e);
    }
    try {
      SavedSession session = JSON.readValue(text, SavedSession.class);
      if (session != null) {
        return Optional.of(session);
      }
    } catch (IOException e) {
      // Not thrown on: a parser's message shows what it has read.
    }
    throw new IllegalStateException("There is something else than a saved session in " + file);
  }

  @Override
  public void save(SavedSession session) {
    try {
      Files.createDirectories(folder);
      Path next = Files.createTempFile(folder, "." + file.getFileName(), ".new", ownersOnly());
      try {
        try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(session));
          while (bytes.hasRemaining()) {
            int unused = out.write(bytes);
          }
          out.force(true);
        }
        Path unused = Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
      } finally {
        boolean unused = Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The session cannot be saved: " + file, e);
    }
  }

  @Override
  public void clear() {
    try {
      boolean unused = Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The saved session cannot be removed: " + file, e);
    }
  }

  /** A new name lasts once its folder is on the disk; other systems have no way to ask for that. */
  private void forceFolder() throws IOException {
    if (isPosix()) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  private boolean isPosix() {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private FileAttribute<?>[] ownersOnly() {
    return isPosix()
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
