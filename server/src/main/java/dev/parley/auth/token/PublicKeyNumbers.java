package dev.parley.auth.token;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;

/** The members of a JSON Web Key for RSA (RFC 7518, 6.3.1), base64url and unsigned. */
public record PublicKeyNumbers(String kid, String modulus, String exponent) {
  public static PublicKeyNumbers of(SigningKey key) {
    return new PublicKeyNumbers(
        key.kid(),
        unsigned(key.publicKey().getModulus()),
        unsigned(key.publicKey().getPublicExponent()));
  }

  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    boolean signByte = bytes.length > 1 && bytes[0] == 0;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(signByte ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }
}
