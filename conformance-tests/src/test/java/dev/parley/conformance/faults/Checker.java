package dev.parley.conformance.faults;

import dev.parley.client.model.Account;
import dev.parley.client.model.Position;
import dev.parley.conformance.faults.Verdict.Findings;
import dev.parley.conformance.faults.Verdict.Kind;
import java.math.BigDecimal;
import java.util.Collection;

/** Holds a client's history against what is there. */
final class Checker {
  private Checker() {}

  /**
   * Judges one client.
   *
   * @param startingCash what the account was opened with
   */
  static Verdict check(History history, Truth truth, BigDecimal startingCash) {
    Findings findings = new Findings(history.client());
    history.breaches().forEach(breach -> findings.add(Kind.BREACH, "%s", breach));
    new OrderCheck(history, truth, findings).run();
    StreamCheck streams = new StreamCheck(history, truth, findings);
    streams.run();
    new MoneyCheck(truth, startingCash, findings).run();
    long acknowledged =
        history.intents().stream()
            .filter(intent -> intent.purpose() == Intent.Purpose.PLACE && intent.isAcknowledged())
            .count();
    return new Verdict(
        findings.all(),
        acknowledged,
        truth.orders().size(),
        findings.count(Kind.LOST),
        findings.count(Kind.DOUBLED),
        streams.events(),
        streams.missing(),
        streams.repeated());
  }

  /** Judges a client that cannot even read what is there. */
  static Verdict unreadable(History history) {
    Findings findings = new Findings(history.client());
    history.breaches().forEach(breach -> findings.add(Kind.BREACH, "%s", breach));
    return new Verdict(findings.all(), 0, 0, 0, 0, 0, 0, 0);
  }

  /** Judges all accounts together: what one lost another has not won, there being no fees. */
  static Verdict total(Collection<Truth> all, BigDecimal startingCash) {
    Findings findings = new Findings("all");
    BigDecimal held = BigDecimal.ZERO;
    BigDecimal owed = startingCash.multiply(BigDecimal.valueOf(all.size()));
    for (Truth truth : all) {
      Account account = truth.account();
      held = held.add(account.cash());
      owed = owed.add(account.realisedPnl());
      for (Position position : truth.positions()) {
        held = held.add(position.cost());
      }
    }
    findings.require(
        held.compareTo(owed) == 0,
        Kind.CASH,
        "%s in cash and cost, %s accounted for",
        held.toPlainString(),
        owed.toPlainString());
    return new Verdict(findings.all(), 0, 0, 0, 0, 0, 0, 0);
  }
}
