package dev.parley.conformance.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the checker found.
 *
 * @param acknowledged orders that a client was told are accepted
 * @param present orders that are there
 * @param lost acknowledged orders that are not there
 * @param doubled orders beyond the one of their intent
 * @param events heard on all topics
 * @param missing events that are in the log and were not heard
 * @param repeated events that were heard more than once
 */
record Verdict(
    List<Finding> findings,
    long acknowledged,
    long present,
    long lost,
    long doubled,
    long events,
    long missing,
    long repeated) {
  static final Verdict NOTHING = new Verdict(List.of(), 0, 0, 0, 0, 0, 0, 0);

  /** A kind of fault in a history. */
  enum Kind {
    /** Acknowledged and not there. */
    LOST,
    /** There more than once. */
    DOUBLED,
    /** There, though nobody wanted it. */
    STRAY,
    /** There, though it had to be refused or was. */
    MADE_THOUGH_REFUSED,
    /** Attempts of one intent were answered differently. */
    TWO_ANSWERS,
    /** Neither acknowledged nor refused to the end. */
    UNRESOLVED,
    /** An answer the contract does not have here. */
    UNEXPECTED_ANSWER,
    /** A cancelled order that is not cancelled, or the other way round. */
    CANCEL,
    /** Events are missing in a stream. */
    GAP,
    /** An event came twice. */
    REPEATED,
    /** An event came after a later one. */
    OUT_OF_ORDER,
    /** The log was replaced under the stream, or the stream ran ahead of it. */
    LOG,
    /** A resource went through states it cannot go through. */
    LIFECYCLE,
    /** What was streamed last is not what is there. */
    NOT_AS_STREAMED,
    /** The fills do not add up to the order, or break its limit. */
    FILLS,
    /** Cash does not follow from the fills. */
    CASH,
    /** A position does not follow from the fills. */
    POSITION,
    /** A reserve is not what active orders need. */
    RESERVE,
    /** Signed out, or a subscription ended or could not resume. */
    BREACH
  }

  /** One fault and whose history has it. */
  record Finding(Kind kind, String client, String what) {
    @Override
    public String toString() {
      return kind + " " + client + ": " + what;
    }
  }

  boolean clean() {
    return findings.isEmpty();
  }

  Verdict plus(Verdict other) {
    return new Verdict(
        Stream.concat(findings.stream(), other.findings.stream()).toList(),
        acknowledged + other.acknowledged,
        present + other.present,
        lost + other.lost,
        doubled + other.doubled,
        events + other.events,
        missing + other.missing,
        repeated + other.repeated);
  }

  /** Collects findings; not thread-safe. */
  static final class Findings {
    private final String client;
    private final List<Finding> all = new ArrayList<>();

    Findings(String client) {
      this.client = client;
    }

    void add(Kind kind, String what, Object... values) {
      all.add(new Finding(kind, client, what.formatted(values)));
    }

    void require(boolean holds, Kind kind, String what, Object... values) {
      if (!holds) {
        add(kind, what, values);
      }
    }

    long count(Kind kind) {
      return all.stream().filter(finding -> finding.kind() == kind).count();
    }

    List<Finding> all() {
      return List.copyOf(all);
    }
  }
}
