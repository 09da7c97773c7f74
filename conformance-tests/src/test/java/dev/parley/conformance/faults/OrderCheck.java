package dev.parley.conformance.faults;

import dev.parley.client.model.ErrorCode;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderStatus;
import dev.parley.conformance.faults.Intent.Attempt;
import dev.parley.conformance.faults.Intent.Outcome.Acknowledged;
import dev.parley.conformance.faults.Intent.Outcome.Refused;
import dev.parley.conformance.faults.Intent.Outcome.Unknown;
import dev.parley.conformance.faults.Intent.Purpose;
import dev.parley.conformance.faults.Verdict.Findings;
import dev.parley.conformance.faults.Verdict.Kind;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was answered against the orders that are there. */
final class OrderCheck {
  /** Statuses that leave open what happened: too many requests, not ready. */
  private static final Set<Integer> LATER = Set.of(0, 409, 429, 503);

  private final History history;
  private final Truth truth;
  private final Findings findings;
  private final Map<String, Order> present = new HashMap<>();
  private final Map<BigDecimal, Intent> intents = new HashMap<>();
  private final Set<Intent> made = Collections.newSetFromMap(new IdentityHashMap<>());

  OrderCheck(History history, Truth truth, Findings findings) {
    this.history = history;
    this.truth = truth;
    this.findings = findings;
  }

  void run() {
    for (Intent intent : history.intents()) {
      answers(intent);
      BigDecimal quantity = intent.quantity();
      if (quantity != null && intents.put(quantity.stripTrailingZeros(), intent) != null) {
        throw new IllegalArgumentException("two intents for the quantity " + quantity);
      }
    }
    truth.orders().forEach(this::origin);
    for (Intent intent : history.intents()) {
      switch (intent.purpose()) {
        case PLACE, REFUSE -> placed(intent);
        case CANCEL -> cancelled(intent);
      }
    }
  }

  /** Answers that cannot be, whatever is there. */
  private void answers(Intent intent) {
    for (Attempt attempt : intent.attempts()) {
      switch (attempt.outcome()) {
        case Acknowledged(String id) ->
            findings.require(
                intent.purpose() != Purpose.REFUSE,
                Kind.UNEXPECTED_ANSWER,
                "%s had to be refused with %s and was acknowledged as %s",
                intent.key(),
                intent.refusals(),
                id);
        case Refused(ErrorCode code) ->
            findings.require(
                intent.refusals().contains(code),
                Kind.UNEXPECTED_ANSWER,
                "%s %s was refused with %s",
                intent.purpose(),
                intent.key(),
                code);
        case Unknown(int status, ErrorCode code, String why) ->
            findings.require(
                LATER.contains(status) && (status == 0 || code != ErrorCode.UNKNOWN),
                Kind.UNEXPECTED_ANSWER,
                "%s was answered %d: %s",
                intent.key(),
                status,
                why);
      }
    }
    Set<String> ids = new LinkedHashSet<>(intent.acknowledged());
    findings.require(
        ids.size() <= 1 && !intent.isTakenBack(),
        Kind.TWO_ANSWERS,
        "%s: %s",
        intent.key(),
        intent.attempts());
    findings.require(
        intent.isAcknowledged() || intent.isRefused(), Kind.UNRESOLVED, "%s", intent.key());
  }

  /** Every order that is there comes from one intent, and no intent made two. */
  private void origin(Order order) {
    if (present.put(order.id().toString(), order) != null) {
      findings.add(Kind.DOUBLED, "order %s is listed twice", order.id());
      return;
    }
    Intent intent = intents.get(order.quantity().stripTrailingZeros());
    if (intent == null) {
      findings.add(Kind.STRAY, "order %s of %s", order.id(), order.quantity());
    } else if (!made.add(intent)) {
      findings.add(Kind.DOUBLED, "%s made another order, %s", intent.key(), order.id());
    }
  }

  private void placed(Intent intent) {
    for (String id : new LinkedHashSet<>(intent.acknowledged())) {
      Order order = present.get(id);
      if (order == null) {
        findings.add(Kind.LOST, "%s, acknowledged as %s", intent.key(), id);
      } else if (order.quantity().compareTo(quantity(intent)) != 0) {
        findings.add(Kind.TWO_ANSWERS, "%s was told of another order, %s", intent.key(), id);
      }
    }
    boolean refused =
        intent.purpose() == Purpose.REFUSE || (intent.isRefused() && !intent.isAcknowledged());
    findings.require(
        !(refused && made.contains(intent)), Kind.MADE_THOUGH_REFUSED, "%s", intent.key());
  }

  private void cancelled(Intent intent) {
    Order order = present.get(String.valueOf(intent.target()));
    if (order == null) {
      findings.add(Kind.LOST, "order %s, which was cancelled", intent.target());
      return;
    }
    boolean requested =
        order.status() == OrderStatus.CANCELLED && "requested".equals(order.reason());
    List<String> acknowledged = intent.acknowledged();
    if (!acknowledged.isEmpty()) {
      findings.require(
          requested && acknowledged.stream().allMatch(order.id().toString()::equals),
          Kind.CANCEL,
          "%s was acknowledged, but the order is %s (%s)",
          intent.key(),
          order.status(),
          order.reason());
    } else if (intent.isRefused()) {
      boolean active =
          order.status() == OrderStatus.OPEN || order.status() == OrderStatus.PARTIALLY_FILLED;
      findings.require(
          !requested && !active,
          Kind.CANCEL,
          "%s was refused, but the order is %s (%s)",
          intent.key(),
          order.status(),
          order.reason());
    }
  }

  private static BigDecimal quantity(Intent intent) {
    BigDecimal quantity = intent.quantity();
    if (quantity == null) {
      throw new IllegalArgumentException("no quantity in " + intent);
    }
    return quantity;
  }
}
