package dev.parley.platform.lease;

import dev.parley.platform.tx.Transactions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each worker on one node at a time. Every node that has a worker tries to claim its lease;
 * who gets it runs it and renews the lease until it ends. A node that stops gives its leases back;
 * those of one that is gone expire. A node that cannot renew in time ends its run before the
 * database lets another node begin. Thread-safe.
 *
 * <p>Two threads, since the one that talks to the database may hang with it: the keeper claims and
 * renews, the watch ends runs whose lease has run out.
 */
public final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final Transactions transactions;
  private final LeaseSettings settings;
  private final LeaseTable table;
  private final List<Slot> slots;

  /** Held while leases are claimed and their runs begin, so that none begins behind a stop. */
  private final ReentrantLock claiming = new ReentrantLock();

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread keeper =
      Thread.ofPlatform().daemon().name("lease-keeper").unstarted(this::keepAlways);
  private final Thread watch =
      Thread.ofPlatform().daemon().name("lease-watch").unstarted(this::watchAlways);
  private boolean ensured;
  private boolean failing;

  /**
   * @param node what to call this node in the table, for people to read
   */
  public Workers(
      Transactions transactions, LeaseSettings settings, String node, List<Worker> workers) {
    this.transactions = transactions;
    this.settings = settings;
    this.table = new LeaseTable(node, settings.duration());
    this.slots = workers.stream().map(worker -> new Slot(worker, transactions, settings)).toList();
    if (slots.stream().map(Slot::name).distinct().count() < slots.size()) {
      throw new IllegalArgumentException("two workers have the same name: " + names(slots));
    }
  }

  public void start() {
    if (!slots.isEmpty()) {
      keeper.start();
      watch.start();
    }
  }

  /** The workers that run here now, with their fences. */
  public Map<String, Long> running() {
    Map<String, Long> running = new TreeMap<>();
    for (HeldLease lease : leases()) {
      running.put(lease.name(), lease.fence());
    }
    return running;
  }

  private void keepAlways() {
    try {
      do {
        try {
          keepOnce();
          worked();
        } catch (RuntimeException e) {
          failed(e);
        }
      } while (!stopped.await(settings.step().toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // asked to end, and ends
    }
  }

  private void keepOnce() {
    if (!ensured) {
      transactions.write(
          handle -> {
            table.ensure(handle, names(slots));
            return true;
          });
      ensured = true;
    }
    renew();
    claim();
  }

  private void renew() {
    Map<String, Long> fences = new HashMap<>();
    List<HeldLease> held = leases().stream().filter(lease -> !lease.lost()).toList();
    held.forEach(lease -> fences.put(lease.name(), lease.fence()));
    if (fences.isEmpty()) {
      return;
    }
    // Taken before the database counts, so this node's reckoning ends before the database's.
    long deadline = System.nanoTime() + settings.trusted().toNanos();
    Set<String> renewed = transactions.write(handle -> table.renew(handle, fences));
    for (HeldLease lease : held) {
      if (renewed.contains(lease.name())) {
        lease.extend(deadline);
      } else {
        lease.lose("taken by another node");
      }
    }
  }

  private void claim() {
    claiming.lock();
    try {
      claimIdle();
    } finally {
      claiming.unlock();
    }
  }

  private void claimIdle() {
    List<Slot> idle = slots.stream().filter(Slot::wantsLease).toList();
    idle.forEach(Slot::release);
    if (idle.isEmpty()) {
      return;
    }
    long deadline = System.nanoTime() + settings.trusted().toNanos();
    Map<String, Long> claimed = transactions.write(handle -> table.claim(handle, names(idle)));
    for (Slot slot : idle) {
      Long fence = claimed.get(slot.name());
      if (fence != null) {
        slot.run(new HeldLease(slot.name(), fence, deadline));
      }
    }
  }

  private void watchAlways() {
    long pause = Math.clamp(settings.duration().toMillis() / 50, 5, 250);
    try {
      while (!stopped.await(pause, TimeUnit.MILLISECONDS)) {
        leases().forEach(HeldLease::loseIfExpired);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // asked to end, and ends
    }
  }

  private List<HeldLease> leases() {
    List<HeldLease> leases = new ArrayList<>();
    for (Slot slot : slots) {
      HeldLease lease = slot.lease();
      if (lease != null) {
        leases.add(lease);
      }
    }
    return leases;
  }

  private void failed(RuntimeException cause) {
    if (!failing) {
      LOG.warn("Keeping leases fails, trying on: {}", cause.toString());
    }
    failing = true;
  }

  private void worked() {
    if (failing) {
      LOG.info("Keeping leases works again");
    }
    failing = false;
  }

  private static List<String> names(List<Slot> slots) {
    return slots.stream().map(Slot::name).toList();
  }

  /**
   * Ends all runs, giving each the grace to do so in order, and gives their leases back. A run that
   * does not end keeps its lease until that expires.
   */
  @Override
  public void close() {
    long deadline = System.nanoTime() + settings.grace().toNanos();
    try {
      stopSlots(deadline);
      for (Slot slot : slots) {
        if (!slot.awaitEnd(deadline)) {
          LOG.warn("Worker {} did not end; its lease will expire", slot.name());
        }
      }
      stopped.countDown();
      if (!slots.isEmpty()) {
        boolean ended = keeper.join(settings.grace()) && watch.join(settings.grace());
        LOG.debug("Keeping leases ended: {}", ended);
      }
    } catch (InterruptedException e) {
      stopped.countDown();
      Thread.currentThread().interrupt(); // whoever is in a hurry does not wait
    }
  }

  private void stopSlots(long deadline) throws InterruptedException {
    boolean quiet = claiming.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    try {
      slots.forEach(Slot::stop);
    } finally {
      if (quiet) {
        claiming.unlock();
      }
    }
  }
}
