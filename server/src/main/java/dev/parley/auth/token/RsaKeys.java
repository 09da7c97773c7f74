package dev.parley.auth.token;

import dev.parley.auth.domain.KeySchedule.KeyTimes;
import dev.parley.auth.store.SigningKeyStore;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Makes RSA keys, and turns them into rows and back. Thread-safe. */
final class RsaKeys {
  private static final int BITS = 2048;

  private final KeySeal seal;

  RsaKeys(KeySeal seal) {
    this.seal = seal;
  }

  SigningKeyStore.Row generate(KeyTimes times) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      return new SigningKeyStore.Row(
          times,
          pair.getPublic().getEncoded(),
          seal.seal(times.kid(), pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Cannot make an RSA key", impossible);
    }
  }

  SigningKey read(SigningKeyStore.Row row) throws GeneralSecurityException {
    KeyFactory rsa = KeyFactory.getInstance("RSA");
    byte[] privateKey = seal.open(row.times().kid(), row.sealedPrivateKey());
    return new SigningKey(
        row.times(),
        (RSAPublicKey) rsa.generatePublic(new X509EncodedKeySpec(row.publicKey())),
        (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
  }
}
