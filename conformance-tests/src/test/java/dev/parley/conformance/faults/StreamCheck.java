package dev.parley.conformance.faults;

import dev.parley.client.StreamPosition;
import dev.parley.client.model.Account;
import dev.parley.client.model.Execution;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderStatus;
import dev.parley.client.model.Position;
import dev.parley.conformance.faults.History.StreamEvent;
import dev.parley.conformance.faults.Verdict.Findings;
import dev.parley.conformance.faults.Verdict.Kind;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was streamed: all of it, once, in order, telling of states that follow from one another and
 * end at what is there.
 */
final class StreamCheck {
  private final History history;
  private final Truth truth;
  private final Findings findings;
  private long events;
  private long missing;
  private long repeated;

  StreamCheck(History history, Truth truth, Findings findings) {
    this.history = history;
    this.truth = truth;
    this.findings = findings;
  }

  long events() {
    return events;
  }

  long missing() {
    return missing;
  }

  long repeated() {
    return repeated;
  }

  void run() {
    history.events().forEach(this::sequence);
    Set<String> unheard = new TreeSet<>(truth.logs().keySet());
    unheard.removeAll(history.events().keySet());
    findings.require(unheard.isEmpty(), Kind.GAP, "never joined: %s", unheard);
    orders(history.events("orders"));
    executions(history.events("executions"));
    positions(history.events("positions"));
    account(history.events("account"));
  }

  private void sequence(String topic, List<StreamEvent> heard) {
    StreamPosition log = truth.logs().get(topic);
    Set<Long> seen = new HashSet<>();
    long first = history.start(topic);
    long highest = first;
    for (StreamEvent event : heard) {
      long seq = event.seq();
      if (log != null && !event.epoch().equals(log.epoch())) {
        findings.add(Kind.LOG, "%s %d is of epoch %s", topic, seq, event.epoch());
      }
      if (!seen.add(seq)) {
        repeated++;
        findings.add(Kind.REPEATED, "%s %d", topic, seq);
      } else if (seq < highest) {
        findings.add(Kind.OUT_OF_ORDER, "%s %d after %d", topic, seq, highest);
      }
      highest = Math.max(highest, seq);
    }
    long end = log == null ? highest : log.seq();
    long gone = 0;
    for (long seq = first + 1; seq <= end; seq++) {
      gone += seen.contains(seq) ? 0 : 1;
    }
    events += seen.size();
    missing += gone;
    findings.require(
        gone == 0, Kind.GAP, "%s: %d of the events %d to %d", topic, gone, first + 1, end);
    findings.require(highest <= end, Kind.LOG, "%s heard to %d, ends at %d", topic, highest, end);
  }

  private void orders(List<StreamEvent> heard) {
    Map<String, Order> last = new HashMap<>();
    for (StreamEvent event : heard) {
      Order now = (Order) event.state();
      Order before = last.put(event.entity(), now);
      String problem = before == null ? begins(event, now) : follows(event, before, now);
      if (problem != null) {
        findings.add(
            Kind.LIFECYCLE, "order %s, event %d: %s", event.entity(), event.seq(), problem);
      }
    }
    for (Order order : truth.orders()) {
      same("order " + order.id(), last.remove(order.id().toString()), order);
    }
    last.forEach((id, order) -> findings.add(Kind.NOT_AS_STREAMED, "order %s is not there", id));
  }

  private static @Nullable String begins(StreamEvent event, Order now) {
    return event.type().equals("order.placed") && now.version() == 1
        ? null
        : "begins with " + event.type() + ", version " + now.version();
  }

  private static @Nullable String follows(StreamEvent event, Order before, Order now) {
    if (now.version() != before.version() + 1) {
      return "version " + now.version() + " after " + before.version();
    }
    if (before.status() != OrderStatus.OPEN && before.status() != OrderStatus.PARTIALLY_FILLED) {
      return event.type() + " after it was " + before.status();
    }
    boolean fills = now.filledQuantity().compareTo(before.filledQuantity()) > 0;
    boolean fits =
        switch (event.type()) {
          case "order.partially-filled" -> fills && now.status() == OrderStatus.PARTIALLY_FILLED;
          case "order.filled" ->
              fills
                  && now.status() == OrderStatus.FILLED
                  && now.filledQuantity().compareTo(now.quantity()) == 0;
          case "order.cancelled" -> !fills && now.status() == OrderStatus.CANCELLED;
          case "order.rejected" -> !fills && now.status() == OrderStatus.REJECTED;
          default -> false;
        };
    return fits ? null : event.type() + " of an order that is " + now.status();
  }

  private void executions(List<StreamEvent> heard) {
    Map<String, Execution> last = new HashMap<>();
    for (StreamEvent event : heard) {
      if (last.put(event.entity(), (Execution) event.state()) != null) {
        findings.add(Kind.LIFECYCLE, "execution %s was told twice", event.entity());
      }
    }
    for (Execution execution : truth.executions()) {
      same("execution " + execution.id(), last.remove(execution.id().toString()), execution);
    }
    last.forEach((id, any) -> findings.add(Kind.NOT_AS_STREAMED, "execution %s is not there", id));
  }

  private void positions(List<StreamEvent> heard) {
    Map<String, Position> last = new HashMap<>();
    for (StreamEvent event : heard) {
      Position now = (Position) event.state();
      Position before = last.put(event.entity(), now);
      version("position " + event.entity(), before == null ? 0 : before.version(), now.version());
    }
    for (Position position : truth.positions()) {
      Position told = last.remove(position.symbol());
      same("position " + position.symbol(), told == null ? null : held(told), held(position));
    }
    last.forEach((id, any) -> findings.add(Kind.NOT_AS_STREAMED, "position %s is not there", id));
  }

  private void account(List<StreamEvent> heard) {
    Account last = null;
    for (StreamEvent event : heard) {
      Account now = (Account) event.state();
      version("account", last == null ? 0 : last.version(), now.version());
      last = now;
    }
    same("account", last == null ? null : held(last), held(truth.account()));
  }

  private void version(String what, long before, long now) {
    findings.require(
        now == before + 1, Kind.LIFECYCLE, "%s: version %d after %d", what, now, before);
  }

  private void same(String what, @Nullable Object told, Object there) {
    findings.require(
        there.equals(told), Kind.NOT_AS_STREAMED, "%s: told %s, there %s", what, told, there);
  }

  /** Without what moves with the market. */
  private static List<BigDecimal> held(Position position) {
    return List.of(
        BigDecimal.valueOf(position.version()),
        position.quantity(),
        position.reservedQuantity(),
        position.cost(),
        position.realisedPnl());
  }

  private static List<BigDecimal> held(Account account) {
    return List.of(
        BigDecimal.valueOf(account.version()),
        account.cash(),
        account.reservedCash(),
        account.realisedPnl());
  }
}
