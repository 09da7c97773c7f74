package dev.parley.platform.ws.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** What to change in a text frame of three bytes, as it comes and in one byte at a time. */
  static Stream<byte[]> broken() {
    byte[] unmasked = {(byte) 0x81, 3, 'a', 'b', 'c'};
    byte[] longControl = frame(PING, true, 126);
    byte[] hugeControl = frame(PING, true, 65_536);
    return Stream.concat(
        Stream.of(unmasked, longControl, hugeControl, frame(8, true, 1)),
        Stream.of(
            frame(TEXT | 0x40, true, 3),
            frame(TEXT | 0x20, true, 3),
            frame(TEXT | 0x10, true, 3),
            frame(3, true, 3),
            frame(7, true, 3),
            frame(11, true, 3),
            frame(15, true, 3),
            frame(PING, false, 3),
            frame(8, false, 2),
            frame(CONTINUED, true, 3),
            frame(CONTINUED, false, 3)));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void refusesWhatIsNotFramedAsItMustBe(byte[] frame) {
    for (byte one : frame) {
      feed(new byte[] {one});
    }
    assertThat(refusals).containsExactly(1002);
  }

  @Test
  void refusesAMessageWithinAMessage() {
    feed(frame(TEXT, false, 3), frame(PING, true, 3), frame(TEXT, true, 3));
    assertThat(refusals).containsExactly(1002);
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
