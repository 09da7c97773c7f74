package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session on the disk. */
@Timeout(60)
class FileTokenStoreIT {
  private static final SavedSession ONE =
      new SavedSession("http://h", "password ada", "rt_1", "device-0000000000000000000");
  private static final SavedSession TWO =
      new SavedSession("http://h", "password ada", "rt_2".repeat(500), null);

  @TempDir Path folder;
  private Path file;
  private TokenStore store;

  @BeforeEach
  void open() {
    file = folder.resolve("deep/session.json");
    store = TokenStore.file(file);
  }

  private static long files(Path where) throws IOException {
    try (Stream<Path> all = Files.list(where)) {
      return all.count();
    }
  }

  @Test
  void keepsTheLastSessionForItsOwnerAlone() throws IOException {
    assertThat(store.load()).isEmpty();
    store.save(TWO);
    store.save(ONE);

    assertThat(TokenStore.file(file).load()).contains(ONE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(files(file.getParent())).isEqualTo(1);
  }

  @Test
  void aFileThatOthersCouldReadIsReplacedByOneTheyCannot() throws IOException {
    store.save(ONE);
    Path unused = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    store.save(TWO);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void aReaderSeesOneSessionOrTheOther() {
    store.save(ONE);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Long> reads =
        CompletableFuture.supplyAsync(
            () -> {
              long count = 0;
              do {
                assertThat(store.load()).isIn(Optional.of(ONE), Optional.of(TWO));
                count++;
              } while (!over.get());
              return count;
            });
    for (int i = 0; i < 200 && !reads.isDone(); i++) {
      store.save(i % 2 == 0 ? TWO : ONE);
    }
    over.set(true);

    assertThat(reads.join()).isPositive();
  }

  @Test
  void aSaveThatFailsLeavesNothingBehind() throws IOException {
    Path unused = Files.createDirectories(file.resolve("in the way"));

    assertThatThrownBy(() -> store.save(ONE))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
    assertThat(files(file.getParent())).isEqualTo(1);
  }

  @Test
  void clearingTwiceIsFine() {
    store.save(ONE);
    store.clear();
    store.clear();

    assertThat(store.load()).isEmpty();
  }

  @Test
  void whatIsNoSessionIsSaidSoWithoutShowingIt() throws IOException {
    Path unused = Files.createDirectories(file.getParent());
    for (String text :
        new String[] {"", "null", "[]", "rt_secret", "{\"refreshToken\":\"rt_secret\"}", "{\"a"}) {
      Path unusedToo = Files.writeString(file, text);

      assertThatThrownBy(() -> store.load())
          .hasMessageContaining(file.toString())
          .hasNoCause()
          .hasMessageNotContaining("rt_secret");
    }
  }
}
