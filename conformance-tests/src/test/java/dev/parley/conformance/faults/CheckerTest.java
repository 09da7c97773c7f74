package dev.parley.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.model.ErrorCode;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderSide;
import dev.parley.client.model.OrderStatus;
import dev.parley.conformance.faults.History.StreamEvent;
import dev.parley.conformance.faults.Intent.Outcome;
import dev.parley.conformance.faults.Verdict.Finding;
import dev.parley.conformance.faults.Verdict.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The checker finds what is planted, and nothing where nothing is. */
final class CheckerTest {

  @Test
  void findsNothingInASoundHistory() {
    Verdict verdict = new Scene().verdict();

    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.acknowledged()).isEqualTo(4);
    assertThat(verdict.present()).isEqualTo(4);
    assertThat(verdict.events()).isEqualTo(8 + 3 + 4 + 8);
    assertThat(Checker.total(List.of(new Scene().truth()), Scene.CASH).findings()).isEmpty();
  }

  @Test
  void countsWhatItFinds() {
    Scene scene = new Scene();
    scene.orders.remove(0);
    scene.events.get("executions").remove(1);
    scene.events.get("account").add(scene.events.get("account").get(3));

    Verdict verdict = scene.verdict();

    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.missing()).isEqualTo(1);
    assertThat(verdict.repeated()).isEqualTo(1);
  }

  @Test
  void letsARefusedOrderBePlacedByALaterAttempt() {
    Scene scene = new Scene();
    Intent retried = scene.intents.getFirst();
    retried
        .attempts()
        .addFirst(new Intent.Attempt(0, 1, new Outcome.Refused(ErrorCode.INSUFFICIENT_POSITION)));
    scene.intents.set(
        0,
        new Intent(
            retried.purpose(),
            retried.key(),
            retried.quantity(),
            null,
            Set.of(ErrorCode.INSUFFICIENT_POSITION),
            retried.attempts()));

    assertThat(scene.verdict().findings()).isEmpty();
  }

  @Test
  void findsMoneyThatMovedBetweenAccounts() {
    Scene richer = new Scene();
    richer.account = Scene.account("908", "30", "8.5", 8);

    Verdict verdict = Checker.total(List.of(new Scene().truth(), richer.truth()), Scene.CASH);

    assertThat(verdict.findings()).extracting(Finding::kind).containsExactly(Kind.CASH);
  }

  @Test
  void findsWhatIsNeverAllowed() {
    History history = new History("signed out");
    history.breach("signed out");

    assertThat(Checker.unreadable(history).findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.BREACH);
    assertThat(Checker.check(history, new Scene().truth(), Scene.CASH).findings())
        .extracting(Finding::kind)
        .contains(Kind.BREACH);
  }

  @TestFactory
  Stream<DynamicTest> findsWhatIsPlanted() {
    Set<Kind> planted = EnumSet.noneOf(Kind.class);
    List<DynamicTest> tests = new ArrayList<>();
    planted()
        .forEach(
            (name, plant) -> {
              planted.add(plant.finding());
              tests.add(DynamicTest.dynamicTest(name, () -> finds(plant)));
            });
    tests.add(
        DynamicTest.dynamicTest(
            "every kind but a breach is planted",
            () ->
                assertThat(EnumSet.complementOf(EnumSet.copyOf(planted)))
                    .isEqualTo(EnumSet.of(Kind.BREACH))));
    return tests.stream();
  }

  private record Plant(Kind finding, Consumer<Scene> spoil) {}

  private static void finds(Plant plant) {
    Scene scene = new Scene();
    plant.spoil().accept(scene);
    assertThat(scene.verdict().findings().stream().map(Finding::kind).collect(Collectors.toSet()))
        .contains(plant.finding());
  }

  private static Map<String, Plant> planted() {
    Map<String, Plant> plants = new LinkedHashMap<>();
    orders(plants);
    answers(plants);
    streams(plants);
    money(plants);
    return plants;
  }

  private static void orders(Map<String, Plant> plants) {
    plants.put("a lost order", new Plant(Kind.LOST, s -> s.orders.remove(2)));
    plants.put(
        "an order placed twice",
        new Plant(Kind.DOUBLED, s -> s.orders.add(another(s.orders.get(2), 77))));
    plants.put(
        "an order listed twice", new Plant(Kind.DOUBLED, s -> s.orders.add(s.orders.get(2))));
    plants.put(
        "an order nobody placed",
        new Plant(Kind.STRAY, s -> s.orders.add(Scene.order(78, OrderSide.BUY, "7", "10"))));
    plants.put(
        "an order that was refused",
        new Plant(
            Kind.MADE_THOUGH_REFUSED,
            s -> {
              s.orders.add(Scene.order(79, OrderSide.SELL, "8", null));
              add(
                  s,
                  Intent.place("k", new BigDecimal("8"), ErrorCode.INSUFFICIENT_POSITION),
                  new Outcome.Refused(ErrorCode.INSUFFICIENT_POSITION));
            }));
    plants.put(
        "an order under a reused key",
        new Plant(
            Kind.MADE_THOUGH_REFUSED,
            s -> {
              s.orders.add(Scene.order(79, OrderSide.BUY, "8", "10"));
              add(s, reused(), new Outcome.Refused(ErrorCode.IDEMPOTENCY_KEY_REUSED));
            }));
    plants.put(
        "a cancelled order that is open",
        new Plant(
            Kind.CANCEL,
            s ->
                s.orders.set(
                    3, s.orders.get(3).toBuilder().status(OrderStatus.OPEN).reason(null).build())));
    plants.put(
        "a refused cancel that happened",
        new Plant(
            Kind.CANCEL,
            s -> {
              Intent cancel = s.intents.getLast();
              cancel.attempts().clear();
              Scene.add(cancel, new Outcome.Refused(ErrorCode.ORDER_NOT_ACTIVE));
            }));
  }

  private static void answers(Map<String, Plant> plants) {
    plants.put(
        "two orders for one key",
        new Plant(
            Kind.TWO_ANSWERS,
            s ->
                Scene.add(
                    s.intents.getFirst(),
                    new Outcome.Acknowledged(s.orders.get(2).id().toString()))));
    plants.put(
        "an acknowledged order refused later",
        new Plant(
            Kind.TWO_ANSWERS,
            s ->
                Scene.add(
                    s.intents.getFirst(), new Outcome.Refused(ErrorCode.DUPLICATE_RESOURCE))));
    plants.put(
        "a reused key that was acknowledged",
        new Plant(
            Kind.UNEXPECTED_ANSWER,
            s -> add(s, reused(), new Outcome.Acknowledged(new UUID(1, 1).toString()))));
    plants.put(
        "an internal error",
        new Plant(
            Kind.UNEXPECTED_ANSWER,
            s ->
                Scene.add(
                    s.intents.getFirst(),
                    new Outcome.Unknown(500, ErrorCode.INTERNAL_ERROR, "oops"))));
    plants.put(
        "a 503 that is no problem document",
        new Plant(
            Kind.UNEXPECTED_ANSWER,
            s ->
                Scene.add(
                    s.intents.getFirst(), new Outcome.Unknown(503, ErrorCode.UNKNOWN, "busy"))));
    plants.put(
        "an order that was never decided",
        new Plant(
            Kind.UNRESOLVED,
            s ->
                add(
                    s,
                    Intent.place("k", new BigDecimal("8")),
                    new Outcome.Unknown(0, ErrorCode.UNKNOWN, "cut"))));
  }

  private static void streams(Map<String, Plant> plants) {
    plants.put("a gap", new Plant(Kind.GAP, s -> s.events.get("orders").remove(2)));
    plants.put(
        "an end that is missing", new Plant(Kind.GAP, s -> s.events.get("account").removeLast()));
    plants.put("a topic never heard", new Plant(Kind.GAP, s -> s.events.remove("positions")));
    plants.put(
        "an event twice",
        new Plant(
            Kind.REPEATED,
            s -> s.events.get("executions").add(1, s.events.get("executions").getFirst())));
    plants.put(
        "events swapped",
        new Plant(Kind.OUT_OF_ORDER, s -> Collections.swap(s.events.get("positions"), 1, 2)));
    plants.put(
        "another epoch",
        new Plant(
            Kind.LOG,
            s ->
                s.events
                    .get("orders")
                    .replaceAll(
                        e -> new StreamEvent("f", e.seq(), e.type(), e.entity(), e.state()))));
    plants.put(
        "events beyond the log",
        new Plant(
            Kind.LOG,
            s ->
                s.events
                    .get("executions")
                    .add(
                        new StreamEvent(
                            "e", 4, "execution.created", "x", s.executions.getFirst()))));
    plants.put(
        "a fill before the order",
        new Plant(
            Kind.LIFECYCLE,
            s -> {
              List<StreamEvent> events = s.events.get("orders");
              StreamEvent first = events.get(0);
              StreamEvent second = events.get(1);
              events.set(0, numbered(second, 1));
              events.set(1, numbered(first, 2));
            }));
    plants.put(
        "an order that is not as streamed",
        new Plant(
            Kind.NOT_AS_STREAMED,
            s -> s.orders.set(2, s.orders.get(2).toBuilder().reason("changed").build())));
    plants.put(
        "an execution that was never told",
        new Plant(
            Kind.NOT_AS_STREAMED,
            s ->
                s.executions.add(s.executions.getFirst().toBuilder().id(new UUID(2, 99)).build())));
  }

  private static void money(Map<String, Plant> plants) {
    plants.put(
        "cash from nowhere",
        new Plant(Kind.CASH, s -> s.account = Scene.account("907.00000001", "30", "8.5", 8)));
    plants.put("a fill that is missing", new Plant(Kind.FILLS, s -> s.executions.removeLast()));
    plants.put(
        "a fill beyond the limit",
        new Plant(
            Kind.FILLS,
            s ->
                s.orders.set(
                    0, s.orders.get(0).toBuilder().limitPrice(new BigDecimal("101")).build())));
    plants.put(
        "a wrong amount",
        new Plant(
            Kind.FILLS,
            s ->
                s.executions.set(
                    0, s.executions.get(0).toBuilder().amount(new BigDecimal("51")).build())));
    plants.put(
        "a position that grew",
        new Plant(
            Kind.POSITION,
            s ->
                s.positions.set(
                    0, s.positions.get(0).toBuilder().quantity(new BigDecimal("1.1")).build())));
    plants.put(
        "a reserve that stayed",
        new Plant(Kind.RESERVE, s -> s.account = Scene.account("907", "70", "8.5", 8)));
  }

  private static Intent reused() {
    return Intent.refused("key-2", new BigDecimal("8"), ErrorCode.IDEMPOTENCY_KEY_REUSED);
  }

  private static void add(Scene scene, Intent intent, Outcome outcome) {
    Scene.add(intent, outcome);
    scene.intents.add(intent);
  }

  private static Order another(Order order, long number) {
    return order.toBuilder().id(new UUID(1, number)).build();
  }

  private static StreamEvent numbered(StreamEvent event, long seq) {
    return new StreamEvent(event.epoch(), seq, event.type(), event.entity(), event.state());
  }
}
