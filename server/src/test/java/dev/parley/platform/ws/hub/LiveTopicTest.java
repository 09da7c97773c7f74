package dev.parley.platform.ws.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTopicTest {
  private final LiveTopic topic = new LiveTopic("epoch", 3);
  private final List<String> seen = new ArrayList<>();
  private final Subscriber subscriber = event -> seen.add(event.data());

  private void update(String key, String data) {
    topic.conflated(key, "candle.updated", "1", Instant.EPOCH, () -> data);
  }

  private long close(String data) {
    return topic.sequenced("candle.closed", "1", Instant.EPOCH, () -> data);
  }

  @Test
  void numbersSequencedEventsFromOneAndTellsItsPosition() {
    assertThat(topic.position().seq()).isZero();
    assertThat(close("a")).isEqualTo(1);
    assertThat(close("b")).isEqualTo(2);
    assertThat(topic.position().seq()).isEqualTo(2);
    assertThat(topic.position().epoch()).isEqualTo("epoch");
  }

  @Test
  void resumesFromTheRingWhileItRemembers() {
    for (String data : List.of("1", "2", "3", "4", "5")) {
      close(data);
    }
    assertThat(topic.forgotten()).hasValue(2);
    assertThat(topic.attach(subscriber, 2, topic.beginJoin())).isTrue();
    assertThat(seen).containsExactly("3", "4", "5");
    assertThat(topic.attach(event -> {}, 1, topic.beginJoin())).isFalse();
  }

  @Test
  void givesANewcomerWhatHappenedMeanwhileInOrderEachConflatedValueOnce() {
    update("x", "old");
    close("1");
    LiveTopic.Mark mark = topic.beginJoin();
    update("x", "x1");
    update("x", "x2");
    close("2");
    update("y", "y1");
    assertThat(topic.attach(subscriber, mark.position().seq(), mark)).isTrue();
    update("y", "y2");
    assertThat(seen).containsExactly("x2", "2", "y1", "y2");
  }

  @Test
  void goesOnFromThePositionThatASnapshotNames() {
    close("1");
    LiveTopic.Mark mark = topic.beginJoin();
    close("2");
    close("3");
    assertThat(topic.attach(subscriber, 2, mark)).isTrue();
    assertThat(seen).containsExactly("3");
  }

  @Test
  void deliversNothingToOneWhoLeft() {
    assertThat(topic.attach(subscriber, 0, topic.beginJoin())).isTrue();
    topic.detach(subscriber);
    update("x", "1");
    close("2");
    assertThat(seen).isEmpty();
  }
}
