package dev.parley.platform.bus;

import dev.parley.platform.audit.AuditEntry;
import dev.parley.platform.audit.AuditTrail;
import dev.parley.platform.bus.Bindings.Binding;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.idempotency.IdempotencyStore;
import dev.parley.platform.outbox.EventTypes;
import dev.parley.platform.outbox.Outbox;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.IdempotencyKey;
import dev.parley.platform.time.Ids;
import dev.parley.platform.tx.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in for every write. One chain for all: trace, authorise, transaction { try-lock and look
 * up the idempotency key; handler; answer, audit, events }, then events to the hub, one log line,
 * one timer. Thread-safe; a command runs on the thread that sends it.
 */
public final class CommandBus {
  private static final Logger LOG = LoggerFactory.getLogger(CommandBus.class);
  private static final String REPLAYED = "replayed";

  private final Bindings bindings;
  private final Transactions transactions;
  private final EventTypes eventTypes;
  private final IdempotencyStore idempotency;
  private final Consumer<List<StoredEvent>> committed;
  private final Clock clock;
  private final Ids ids;
  private final MeterRegistry meters;
  private final AuditTrail audit = new AuditTrail();

  /**
   * @param committed hears the events of each transaction right after its commit; the relay
   */
  public CommandBus(
      Bindings bindings,
      Transactions transactions,
      EventTypes eventTypes,
      IdempotencyStore idempotency,
      Consumer<List<StoredEvent>> committed,
      Clock clock,
      Ids ids,
      MeterRegistry meters) {
    this.bindings = bindings;
    this.transactions = transactions;
    this.eventTypes = eventTypes;
    this.idempotency = idempotency;
    this.committed = committed;
    this.clock = clock;
    this.ids = ids;
    this.meters = meters;
  }

  /**
   * Runs a command.
   *
   * @return the handler's answer, or the first one when the caller's idempotency key repeats
   * @throws AppException what the handler raised, UNAUTHENTICATED or PERMISSION_DENIED when this
   *     kind of caller may not, IDEMPOTENCY_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED; its {@code
   *     commandId} says which command it was
   */
  @SuppressWarnings("try") // the trace is on until its block ends
  public <R extends @Nullable Object> R send(Command<R> command, Caller caller) {
    Binding<?> binding = bindings.of(command.getClass());
    Run<R> run = new Run<>(command, caller, binding, ids.next(), now(), System.nanoTime());
    try (TraceContext ignored = TraceContext.of(caller, binding.name(), run.id())) {
      Done<R> done;
      try {
        Access.check(binding.access(), caller);
        done = transactions.write(handle -> attempt(run, handle));
      } catch (AppException e) {
        e.with("commandId", run.id());
        failed(run, e.code(), e);
        throw e;
      } catch (RuntimeException | Error e) {
        failed(run, ErrorCode.INTERNAL_ERROR, e);
        throw e;
      }
      afterCommit(done);
      report(run, done.replayed() ? REPLAYED : outcome(done.answer()), null);
      return done.answer();
    }
  }

  private <R extends @Nullable Object> Done<R> attempt(Run<R> run, Handle handle) {
    Optional<IdempotencyKey> key = run.key();
    if (key.isPresent()) {
      Optional<String> first = idempotency.claim(handle, run.actor(), key.get());
      if (first.isPresent()) {
        R answer = bindings.answers().read(first.get(), run.binding().answer());
        return new Done<>(answer, List.of(), List.of(), true);
      }
    }
    Outbox outbox = new Outbox(eventTypes);
    var context =
        new CommandTransaction(
            run.id(), run.caller(), handle, run.time(), outbox, run.command().target());
    R answer = run.handler().handle(run.command(), context);
    List<Runnable> afterCommit = context.end();
    key.ifPresent(
        k ->
            idempotency.keep(
                handle,
                run.actor(),
                k,
                run.id(),
                bindings.answers().write(answer, run.binding().answer())));
    audit.write(handle, run.entry(outcome(answer), context.target()));
    return new Done<>(answer, outbox.flush(handle, run.time()), afterCommit, false);
  }

  private static String outcome(@Nullable Object answer) {
    return answer instanceof NamedOutcome named ? named.outcome() : AuditEntry.SUCCESS;
  }

  /** Nothing here can undo the commit, so nothing here may look like a failure of the command. */
  private void afterCommit(Done<?> done) {
    if (!done.events().isEmpty()) {
      quietly(() -> committed.accept(done.events()));
    }
    done.afterCommit().forEach(CommandBus::quietly);
  }

  private static void quietly(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.error("What was to follow a commit failed", e);
    }
  }

  private void failed(Run<?> run, ErrorCode code, Throwable failure) {
    if (code == ErrorCode.UNAVAILABLE || code == ErrorCode.OUTCOME_UNKNOWN) {
      // The audit row would wait for the same database; while that is away every command ends here,
      // and who looks after the database logs why.
      report(run, code.name(), null);
      return;
    }
    try {
      AuditEntry entry = run.entry(code.name(), run.command().target());
      transactions.write(
          handle -> {
            audit.write(handle, entry);
            return true;
          });
    } catch (RuntimeException e) {
      failure.addSuppressed(e); // an unreachable database: the first failure says more
    }
    report(run, code.name(), code.status() >= 500 ? failure : null);
  }

  private void report(Run<?> run, String outcome, @Nullable Throwable failure) {
    long nanos = System.nanoTime() - run.startNanos();
    meters
        .timer("parley.command", "command", run.binding().name(), "outcome", outcome)
        .record(nanos, TimeUnit.NANOSECONDS);
    var line = failure == null ? LOG.atInfo() : LOG.atError().setCause(failure);
    line.addKeyValue("command", run.binding().name())
        .addKeyValue("commandId", run.id())
        .addKeyValue("actor", run.actor())
        .addKeyValue("outcome", outcome)
        .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(nanos))
        .log("command");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private record Done<R extends @Nullable Object>(
      R answer, List<StoredEvent> events, List<Runnable> afterCommit, boolean replayed) {}

  /** What stays the same however often a command is attempted. */
  private record Run<R extends @Nullable Object>(
      Command<R> command,
      Caller caller,
      Binding<?> binding,
      UUID id,
      Instant time,
      long startNanos) {

    @SuppressWarnings("unchecked") // Bindings.command pairs a class with a handler for it
    CommandHandler<Command<R>, R> handler() {
      return (CommandHandler<Command<R>, R>) binding.handler();
    }

    String actor() {
      return caller.actor();
    }

    /** The key is bound to the command too: a request that sends two has two rows. */
    Optional<IdempotencyKey> key() {
      return caller
          .idempotency()
          .map(
              k -> new IdempotencyKey(k.operation() + '/' + binding.name(), k.key(), k.bodyHash()));
    }

    AuditEntry entry(String outcome, String target) {
      return new AuditEntry(id, time, actor(), binding.name(), target, outcome, caller.traceId());
    }
  }
}
