package dev.parley.conformance.faults;

import dev.parley.client.model.ErrorCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Something a client wants to happen once, whatever becomes of its attempts. Thread-safe.
 *
 * @param key the {@code Idempotency-Key} of all attempts
 * @param quantity of the order to be; no two intents of a client share it, so that an order that is
 *     there tells which intent it came from
 * @param target the order to cancel
 * @param refusals what the server may definitely refuse it with
 */
record Intent(
    Purpose purpose,
    String key,
    @Nullable BigDecimal quantity,
    @Nullable String target,
    Set<ErrorCode> refusals,
    List<Attempt> attempts) {

  /** What has to become of it. */
  enum Purpose {
    /** An order. */
    PLACE,
    /** A refusal, since the key, the order id or the quantity cannot be used; no order. */
    REFUSE,
    /** A cancelled order, unless it had ended. */
    CANCEL
  }

  /**
   * One try.
   *
   * @param begun {@link System#nanoTime}, as {@code ended} is
   */
  record Attempt(long begun, long ended, Outcome outcome) {}

  /** How an attempt ended. */
  sealed interface Outcome {
    /** The server says it is done. */
    record Acknowledged(String orderId) implements Outcome {}

    /** The server says that this attempt did nothing and will not. */
    record Refused(ErrorCode code) implements Outcome {}

    /**
     * Whether it was done cannot be told.
     *
     * @param status of the answer, 0 if there was none
     */
    record Unknown(int status, ErrorCode code, String why) implements Outcome {}
  }

  static Intent place(String key, BigDecimal quantity, ErrorCode... refusals) {
    return new Intent(
        Purpose.PLACE, key, quantity, null, Set.of(refusals), new CopyOnWriteArrayList<>());
  }

  static Intent refused(String key, BigDecimal quantity, ErrorCode refusal) {
    return new Intent(
        Purpose.REFUSE, key, quantity, null, Set.of(refusal), new CopyOnWriteArrayList<>());
  }

  static Intent cancel(String key, String target) {
    return new Intent(
        Purpose.CANCEL,
        key,
        null,
        target,
        Set.of(ErrorCode.ORDER_NOT_ACTIVE),
        new CopyOnWriteArrayList<>());
  }

  /** Writes down an attempt that ends now. */
  void ended(long begun, Outcome outcome) {
    attempts.add(new Attempt(begun, System.nanoTime(), outcome));
  }

  /** The ids of the orders that were acknowledged, one for each acknowledgement. */
  List<String> acknowledged() {
    return attempts.stream()
        .map(Attempt::outcome)
        .filter(Outcome.Acknowledged.class::isInstance)
        .map(outcome -> ((Outcome.Acknowledged) outcome).orderId())
        .toList();
  }

  boolean isAcknowledged() {
    return !acknowledged().isEmpty();
  }

  boolean isRefused() {
    return attempts.stream().anyMatch(attempt -> attempt.outcome() instanceof Outcome.Refused);
  }

  /**
   * Whether an attempt was refused that began after another had been acknowledged. The other way
   * round is no fault: a refusal is not kept, so a later attempt, or a twin, may find that by then
   * the order can be placed.
   */
  boolean isTakenBack() {
    return attempts.stream()
        .filter(attempt -> attempt.outcome() instanceof Outcome.Acknowledged)
        .mapToLong(Attempt::ended)
        .min()
        .stream()
        .anyMatch(
            done ->
                attempts.stream()
                    .filter(attempt -> attempt.outcome() instanceof Outcome.Refused)
                    .anyMatch(attempt -> attempt.begun() - done >= 0));
  }
}
