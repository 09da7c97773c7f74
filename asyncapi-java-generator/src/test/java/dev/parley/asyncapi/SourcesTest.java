package dev.parley.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {
  private static final String HEAD = "// head\n";

  @TempDir Path root;

  @Test
  void leavesUnchangedFilesAlone() throws IOException {
    Sources.write(root, "a.b", HEAD, Map.of("X", HEAD + "1", "Y", HEAD + "1"));
    Path x = root.resolve("a/b/X.java");
    FileTime before = FileTime.fromMillis(1000);
    Files.setLastModifiedTime(x, before);

    var change = Sources.write(root, "a.b", HEAD, Map.of("X", HEAD + "1", "Y", HEAD + "2"));

    assertThat(change).isEqualTo(new Sources.Change(1, 1, 0));
    assertThat(Files.getLastModifiedTime(x)).isEqualTo(before);
    assertThat(root.resolve("a/b/Y.java")).hasContent(HEAD + "2");
  }

  @Test
  void deletesItsOwnStaleFilesOnly() throws IOException {
    Sources.write(root, "a.b", HEAD, Map.of("Stale", HEAD));
    Sources.write(root, "a.b", "// other\n", Map.of("Other", "// other\n"));
    Path mine = Files.writeString(root.resolve("a/b/Mine.java"), "package a.b;");

    var change = Sources.write(root, "a.b", HEAD, Map.of("X", HEAD));

    assertThat(change).isEqualTo(new Sources.Change(1, 0, 1));
    assertThat(root.resolve("a/b/Stale.java")).doesNotExist();
    assertThat(root.resolve("a/b/Other.java")).exists();
    assertThat(mine).exists();
  }
}
