package dev.parley.platform.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.error.AppException;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.sample.Node;
import dev.parley.platform.sample.api.Look;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class QueryBusIT {
  private static final LogKey LOG = LogKey.everyone("entries");

  private Node node;

  @BeforeEach
  void start() {
    node = new Node(Node.database());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void answerAndPositionComeFromOneSnapshot() {
    node.send("one", LOG);
    Object rows =
        node.look(
            context -> {
              context.stream(LOG);
              List<String> read = texts(context);
              elsewhere(() -> node.send("two", LOG));
              assertThat(texts(context)).isEqualTo(read);
              return read;
            });
    assertThat(rows).isEqualTo(List.of("one"));
    var position = node.positions.take().get(LOG);
    assertThat(position.seq()).isEqualTo(1);
    assertThat(node.log.after(LOG, position.seq(), 10))
        .as("what the answer does not show")
        .extracting(StoredEvent::seq)
        .containsExactly(2L);
    assertThat(node.positions.take()).isEmpty();
  }

  @Test
  void aReadOfSeveralAnswersKeepsTheEarlierPosition() {
    node.look(context -> streaming(context));
    node.send("one", LOG);
    node.look(context -> streaming(context));
    assertThat(node.positions.take().get(LOG).seq()).isZero();
  }

  @Test
  void cannotWrite() {
    assertThatThrownBy(
            () -> node.look(context -> context.handle().execute("DELETE FROM ledger.entry")))
        .hasMessageContaining("read-only");
  }

  @Test
  void needsCredentialsUnlessDeclaredOpen() {
    assertThatThrownBy(() -> node.queries.ask(new Look(context -> "x"), Node.anonymous("10.0.0.9")))
        .isInstanceOf(AppException.class);
  }

  @Test
  void aSnapshotOutsideOfAQueryHasItsPositionsToo() {
    node.send("one", LOG);
    Answer<String> answer = node.queries.read(Node.user(), context -> streaming(context));
    assertThat(answer.positions().get(LOG).seq()).isEqualTo(1);
    assertThat(node.positions.take()).as("those belong to the asker alone").isEmpty();
  }

  private static String streaming(QueryContext context) {
    context.stream(LOG);
    return "shown";
  }

  private static List<String> texts(QueryContext context) {
    return context.handle().createQuery("SELECT text FROM ledger.entry").mapTo(String.class).list();
  }

  private static void elsewhere(Runnable work) {
    try {
      CompletableFuture.runAsync(work).get(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
