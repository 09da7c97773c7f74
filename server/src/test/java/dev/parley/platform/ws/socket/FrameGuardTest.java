package dev.parley.platform.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameGuardTest {
  private static final int LIMIT = 200;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CONTINUED = 0x0;
  private static final int PING = 0x9;

  private final List<Integer> refusals = new ArrayList<>();
  private int frames;
  private int passed;
  private int left;
  private int budget = 100;
  private final FrameGuard guard =
      new FrameGuard(
          data -> passed += data.remaining(),
          LIMIT,
          new FrameGuard.Peer() {
            @Override
            public boolean frame() {
              frames++;
              return frames <= budget;
            }

            @Override
            public void refused(int code, String reason) {
              refusals.add(code);
            }

            @Override
            public void left() {
              left++;
            }
          });

  private static byte[] frame(int opcode, boolean fin, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length + 14);
    bytes.put((byte) (opcode | (fin ? 0x80 : 0)));
    if (length < 126) {
      bytes.put((byte) (0x80 | length));
    } else if (length < 65536) {
      bytes.put((byte) (0x80 | 126)).putShort((short) length);
    } else {
      bytes.put((byte) (0x80 | 127)).putLong(length);
    }
    bytes.putInt(0).put(new byte[length]).flip();
    byte[] result = new byte[bytes.remaining()];
    bytes.get(result);
    return result;
  }

  private void feed(byte[]... all) {
    for (byte[] one : all) {
      guard.handle(ByteBuffer.wrap(one));
    }
  }

  @Test
  void passesOnEveryByteOfFramesWithinTheLimit() {
    feed(frame(TEXT, true, 0), frame(TEXT, true, 125), frame(TEXT, true, 200));
    assertThat(refusals).isEmpty();
    assertThat(frames).isEqualTo(3);
    assertThat(passed).isEqualTo(6 + 131 + 208);
  }

  @Test
  void findsFramesHoweverTheBytesAreCut() {
    byte[] two = new byte[frame(TEXT, true, 150).length * 2];
    System.arraycopy(frame(TEXT, true, 150), 0, two, 0, two.length / 2);
    System.arraycopy(frame(TEXT, true, 150), 0, two, two.length / 2, two.length / 2);
    for (byte one : two) {
      feed(new byte[] {one});
    }
    feed(two);
    assertThat(frames).isEqualTo(4);
    assertThat(refusals).isEmpty();
  }

  @Test
  void refusesATooLargeFrameAtItsHeader() {
    byte[] header = new byte[10];
    System.arraycopy(frame(TEXT, true, 70_000), 0, header, 0, 10);
    feed(header);
    assertThat(refusals).isEmpty();
    feed(new byte[4]);
    assertThat(refusals).containsExactly(1009);
    int before = passed;
    feed(new byte[1000]);
    assertThat(passed).isEqualTo(before);
    assertThat(refusals).hasSize(1);
  }

  @Test
  void addsUpThePartsOfAMessageButNotPingsBetween() {
    feed(frame(TEXT, false, 100), frame(PING, true, 100), frame(CONTINUED, true, 100));
    assertThat(refusals).isEmpty();
    feed(frame(TEXT, false, 100), frame(CONTINUED, false, 101));
    assertThat(refusals).containsExactly(1009);
  }

  @Test
  void refusesBinaryFrames() {
    feed(frame(BINARY, true, 1));
    assertThat(refusals).containsExactly(1003);
  }

  @Test
  void noticesThatARefusedClientClosesToo() {
    feed(frame(BINARY, true, 1), frame(TEXT, true, 150), frame(8, true, 2));
    assertThat(refusals).containsExactly(1003);
    assertThat(left).isEqualTo(1);
  }

  @Test
  void refusesAFloodOfFramesOfAnyKind() {
    budget = 2;
    feed(frame(PING, true, 0), frame(PING, true, 0), frame(PING, true, 0));
    assertThat(refusals).containsExactly(4429);
  }
}
