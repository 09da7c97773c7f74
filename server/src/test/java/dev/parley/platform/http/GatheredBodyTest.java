package dev.parley.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.memory.MemoryManager;
import org.junit.jupiter.api.Test;

class GatheredBodyTest {
  private final BodyRoom room = new BodyRoom(100_000);
  private final GatheredBody body = new GatheredBody(room, "/", 0);

  private static Buffer bytes(int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) 'x');
    return Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, bytes);
  }

  @Test
  void keepsWhatCameInOrder() {
    for (int i = 0; i < 1000; i++) {
      body.add(Buffers.wrap(MemoryManager.DEFAULT_MEMORY_MANAGER, i + ","));
    }
    String text = new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8);
    assertThat(text).startsWith("0,1,2,").endsWith(",998,999,");
    assertThat(body.refusal()).isEmpty();
  }

  @Test
  void smallOnesNeedNoRoom() {
    GatheredBody poor = new GatheredBody(new BodyRoom(0), "/", 0);
    poor.add(bytes(BodyRoom.FREE));
    assertThat(poor.refusal()).isEmpty();
    poor.add(bytes(1));
    assertThat(poor.refusal().orElseThrow().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    assertThat(poor.bytes()).isEmpty();
  }

  @Test
  void roomIsTakenWhileItGrowsAndGivenBackOnce() {
    body.add(bytes(60_000));
    assertThat(body.refusal()).isEmpty();
    GatheredBody second = new GatheredBody(room, "/", 0);
    second.add(bytes(80_000));
    assertThat(second.refusal().orElseThrow().code()).isEqualTo(ErrorCode.UNAVAILABLE);
    body.release();
    body.release();
    second.release();
    assertThat(room.grow(0, 100_000 + BodyRoom.FREE)).isTrue();
    assertThat(room.grow(0, BodyRoom.FREE + 1)).isFalse();
  }

  @Test
  void oneThatIsTooLargeIsReadOnForAWhileAndNotKept() {
    GatheredBody large = new GatheredBody(new BodyRoom(10_000_000), "/", 0);
    large.add(bytes(HttpSettings.BODY_LIMIT));
    assertThat(large.refusal()).isEmpty();
    large.add(bytes(1));
    assertThat(large.refusal().orElseThrow().code()).isEqualTo(ErrorCode.CONTENT_TOO_LARGE);
    assertThat(large.bytes()).isEmpty();
    assertThat(large.isHopeless()).isFalse();
    for (int i = 0; i < 15; i++) {
      large.add(bytes(HttpSettings.BODY_LIMIT));
    }
    assertThat(large.isHopeless()).isTrue();
  }
}
