package dev.parley.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for 127.0.0.1 that nobody has signed, and its key, as PEM files.
 *
 * @param certificate its file
 * @param key its file
 */
record SelfSigned(Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  /** Makes the pair in a directory. */
  static SelfSigned in(Path directory) throws IOException {
    Path store = directory.resolve("tls.p12");
    try {
      keytool(store);
      KeyStore pair = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        pair.load(in, PASSWORD.toCharArray());
      }
      byte[] key = pair.getKey("redis", PASSWORD.toCharArray()).getEncoded();
      return new SelfSigned(
          pem(
              directory.resolve("tls.crt"),
              "CERTIFICATE",
              pair.getCertificate("redis").getEncoded()),
          pem(directory.resolve("tls.key"), "PRIVATE KEY", key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void keytool(Path store) throws IOException, InterruptedException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    String options =
        "-genkeypair -alias redis -keyalg EC -dname CN=127.0.0.1 -ext SAN=ip:127.0.0.1 -validity 2"
            + " -storetype PKCS12 -storepass "
            + PASSWORD
            + " -keystore ";
    String[] words = (keytool + " " + options + store).split(" ");
    int code = new ProcessBuilder(words).redirectErrorStream(true).start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("keytool ended with " + code);
    }
  }

  private static Path pem(Path file, String what, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }
}
