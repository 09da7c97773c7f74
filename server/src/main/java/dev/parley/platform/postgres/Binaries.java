package dev.parley.platform.postgres;

import dev.parley.platform.settings.StartupException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's programs, unpacked from the class path once per content: a directory named after the
 * archive's hash is complete if it exists.
 */
record Binaries(Path root) {
  private static final Logger log = LoggerFactory.getLogger(Binaries.class);
  private static final String PREFIX = "dist-";

  Path program(String name) {
    return root.resolve("bin").resolve(name);
  }

  /** Unpacks into {@code parent} unless that was done before. */
  static Binaries unpack(Path parent) throws IOException {
    String archive = archive();
    Path root = parent.resolve(PREFIX + hash(archive));
    if (Files.isDirectory(root)) {
      return new Binaries(root);
    }
    log.info("Unpacking PostgreSQL to {}", root);
    Files.createDirectories(parent);
    Path partial = Files.createTempDirectory(parent, "unpacking-");
    Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (InputStream in = open(archive)) {
      extract(in, partial);
    }
    try {
      Files.move(partial, root, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException unsupported) {
      throw unsupported;
    } catch (IOException raced) {
      // Another process unpacked the same content meanwhile; any other cause shows below.
      FileTrees.delete(partial);
      if (!Files.isDirectory(root)) {
        throw raced;
      }
    }
    return new Binaries(root);
  }

  /** Deletes what earlier versions and interrupted starts left beside these binaries. */
  void deleteOthers() throws IOException {
    try (Stream<Path> siblings = Files.list(root.getParent())) {
      for (Path sibling : siblings.toList()) {
        String name = sibling.getFileName().toString();
        boolean ours = name.startsWith(PREFIX) || name.startsWith("unpacking-");
        if (ours && !sibling.equals(root)) {
          FileTrees.delete(sibling);
        }
      }
    }
  }

  private static String archive() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : os;
    String processor =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    String archive = "/postgres-" + system + "-" + processor + ".txz";
    if (Binaries.class.getResource(archive) == null) {
      throw new StartupException(
          "no embedded PostgreSQL for "
              + os
              + " on "
              + arch
              + ": set DATABASE_URL to a PostgreSQL database");
    }
    return archive;
  }

  private static InputStream open(String archive) throws IOException {
    InputStream in = Binaries.class.getResourceAsStream(archive);
    if (in == null) {
      throw new IOException("absent from the class path: " + archive);
    }
    return in;
  }

  private static String hash(String archive) throws IOException {
    try (InputStream in = open(archive)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static void extract(InputStream in, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in)))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        Path path = target.resolve(e.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("archive entry leaves its directory: " + e.getName());
        }
        if (e.isDirectory()) {
          Files.createDirectories(path);
        } else if (e.isSymbolicLink()) {
          Files.createDirectories(path.getParent());
          Files.createSymbolicLink(path, Path.of(e.getLinkName()));
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(tar, path);
          boolean executable = (e.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }
}
