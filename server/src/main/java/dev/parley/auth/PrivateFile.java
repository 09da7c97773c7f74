package dev.parley.auth;

import dev.parley.platform.settings.StartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file in the data directory that only its owner may read (mode 0600). It is there as a
 * whole or not at all: written beside its place and moved there. Failures are of the kind that ends
 * the start, with the path and the reason.
 */
final class PrivateFile {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateFile.class);

  private final Path path;

  PrivateFile(Path path) {
    this.path = Objects.requireNonNull(path, "path").toAbsolutePath().normalize();
  }

  Path path() {
    return path;
  }

  boolean exists() {
    return Files.isRegularFile(path);
  }

  Optional<String> read() {
    if (!exists()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(path, StandardCharsets.UTF_8).strip());
    } catch (IOException failed) {
      throw failure("read", failed);
    }
  }

  /** Writes the file, over an older one if there is one. */
  void write(String content) {
    write(content, this::move);
  }

  /** Writes the file unless there is one; of several that try at once, one does. */
  void writeIfAbsent(String content) {
    write(
        content,
        fresh -> {
          try {
            Files.createLink(path, fresh);
          } catch (FileAlreadyExistsException another) {
            LOG.debug("{} was made by another process meanwhile", path);
          } catch (UnsupportedOperationException noLinks) {
            move(fresh);
          }
        });
  }

  private void write(String content, Placing placing) {
    Path folder = Objects.requireNonNull(path.getParent(), "a file has a directory");
    try {
      Files.createDirectories(folder);
      // A temporary file is made with mode 0600 where there are such modes: at no time can it be
      // read by others.
      Path fresh = Files.createTempFile(folder, ".", ".tmp");
      try {
        writeOut(fresh, content + System.lineSeparator());
        if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        }
        placing.place(fresh);
        sync(folder);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException failed) {
      throw failure("write", failed);
    }
  }

  /** The text is on the disk before its file has a name: a crash leaves all of it or none. */
  private static void writeOut(Path fresh, String text) throws IOException {
    try (FileChannel file = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
  }

  /**
   * A name is on the disk once its directory is. Where directories cannot be opened they need it
   * not.
   */
  private static void sync(Path folder) {
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException notHere) {
      LOG.debug("{} cannot be synchronised", folder, notHere);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException failed) {
      throw failure("delete", failed);
    }
  }

  private void move(Path fresh) throws IOException {
    try {
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException foreign) {
      Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Gets the finished file to where it belongs. */
  private interface Placing {
    void place(Path fresh) throws IOException;
  }

  private StartupException failure(String what, IOException cause) {
    return new StartupException("cannot " + what + " " + path + ": " + cause, cause);
  }
}
