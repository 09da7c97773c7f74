package dev.parley.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PidFileTest {
  @Test
  void readsProcessPortAndState() {
    List<String> lines =
        List.of("4711", "/data", "1767350000", "5433", "", "127.0.0.1", "  123  4", "ready   ");

    assertThat(PidFile.parse(lines)).contains(new PidFile(4711, 5433, "ready"));
  }

  @Test
  void readsAFileThatIsStillBeingWritten() {
    assertThat(PidFile.parse(List.of("4711", "/data"))).contains(new PidFile(4711, 0, ""));
    assertThat(PidFile.parse(List.of("-4711"))).contains(new PidFile(4711, 0, ""));
    assertThat(PidFile.parse(List.of())).isEmpty();
    assertThat(PidFile.parse(List.of("rubbish"))).isEmpty();
  }
}
