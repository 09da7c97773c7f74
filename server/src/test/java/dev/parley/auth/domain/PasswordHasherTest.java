package dev.parley.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {
  private static final String HERE = "10.0.0.1";

  private static final PhcHash.Parameters CHEAP = new PhcHash.Parameters(64, 1, 1);

  private final PasswordHasher hasher = new PasswordHasher(CHEAP, 2, new SecureRandom());

  @Test
  void agreesWithTheReferenceImplementation() {
    String reference =
        "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$FqGkmHNGCd0BRW2kBt6fPZ2pPmyGwwChL8FGUhTOSSI";
    assertThat(hasher.matches("password", Optional.of(reference), HERE)).isTrue();
    assertThat(hasher.matches("Password", Optional.of(reference), HERE)).isFalse();
  }

  @Test
  void knowsItsOwnHashesAndSaltsEachAnew() {
    String one = hasher.hash("a fine password", HERE);
    String two = hasher.hash("a fine password", HERE);
    assertThat(one).startsWith("$argon2id$v=19$m=64,t=1,p=1$").isNotEqualTo(two);
    assertThat(hasher.matches("a fine password", Optional.of(one), HERE)).isTrue();
    assertThat(hasher.matches("a fine passwords", Optional.of(one), HERE)).isFalse();
  }

  @Test
  void takesComposedAndDecomposedCharactersForTheSame() {
    assertThat(hasher.matches("cafe\u0301", Optional.of(hasher.hash("caf\u00e9", HERE)), HERE))
        .isTrue();
  }

  @Test
  void saysNoWithoutAHash() {
    assertThat(hasher.matches("anything", Optional.empty(), HERE)).isFalse();
  }

  @Test
  void seesHashesOfOtherParametersAsOutdated() {
    String hash = hasher.hash("a fine password", HERE);
    assertThat(hasher.outdated(hash)).isFalse();
    PasswordHasher dearer =
        new PasswordHasher(new PhcHash.Parameters(128, 1, 1), 1, new SecureRandom());
    assertThat(dearer.outdated(hash)).isTrue();
    assertThat(dearer.matches("a fine password", Optional.of(hash), HERE)).isTrue();
  }

  @Test
  void refusesWhatIsNoArgon2idHash() {
    for (String other :
        new String[] {"", "secret", "$2y$10$abc", "$argon2i$v=19$m=64,t=1,p=1$c2FsdA$aGFzaA"}) {
      assertThatThrownBy(() -> PhcHash.parse(other)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void printsNeitherSaltNorHash() {
    PhcHash hash = PhcHash.parse(hasher.hash("a fine password", HERE));
    assertThat(hash.toString()).doesNotContain("$").contains("memoryKib=64");
  }

  @Test
  void manyAtOnceWaitForEachOther() throws Exception {
    String hash = hasher.hash("a fine password", HERE);
    CountDownLatch right = new CountDownLatch(50);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 50)
          .forEach(
              i ->
                  threads.execute(
                      () -> {
                        if (hasher.matches("a fine password", Optional.of(hash), HERE)) {
                          right.countDown();
                        }
                      }));
    }
    assertThat(right.getCount()).isZero();
  }
}
