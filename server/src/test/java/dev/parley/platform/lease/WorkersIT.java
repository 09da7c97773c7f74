package dev.parley.platform.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.db.Migrations;
import dev.parley.platform.db.Types;
import dev.parley.platform.error.AppException;
import dev.parley.platform.tx.BrokenSource;
import dev.parley.platform.tx.Transactions;
import dev.parley.testing.TestDatabase;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkersIT {
  private static final String JOB = "sample.job";
  private static final LeaseSettings QUICK = settings(Duration.ofMillis(1500));

  private final TestDatabase database = TestDatabase.fresh();
  private final Transactions transactions = new Transactions(database.jdbi());
  private final List<Workers> nodes = new ArrayList<>();

  @BeforeEach
  void migrate() {
    new Migrations(database.dataSource()).run(List.of("platform"));
  }

  @AfterEach
  void stop() {
    nodes.forEach(Workers::close);
  }

  @Test
  void runsOnOneNodeAndMovesWhenThatOneStops() {
    Sleeper job = new Sleeper();
    Workers one = node(QUICK, transactions, job);
    await().until(() -> one.running().containsKey(JOB));
    Workers two = node(QUICK, transactions, job);
    long fence = one.running().get(JOB);

    long begun = System.nanoTime();
    one.close();
    await().until(() -> two.running().containsKey(JOB));

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .as("a lease given back need not expire")
        .isLessThan(QUICK.duration());
    assertThat(two.running().get(JOB)).isGreaterThan(fence);
    assertThat(job.most.get()).isEqualTo(1);
  }

  @Test
  void keepsItsLeaseForAsLongAsItRuns() throws Exception {
    Sleeper job = new Sleeper();
    Workers one = node(QUICK, transactions, job);
    await().until(() -> job.runs.get() == 1);
    node(QUICK, transactions, job);

    TimeUnit.MILLISECONDS.sleep(QUICK.duration().toMillis() * 2);

    assertThat(job.runs.get()).isEqualTo(1);
    assertThat(one.running()).containsOnlyKeys(JOB);
  }

  @Test
  void sharesWorkersOutByName() {
    Workers one = node(QUICK, transactions, new Sleeper("a"), new Sleeper("b"));

    await().until(() -> one.running().keySet().containsAll(List.of("a", "b")));
    assertThatThrownBy(
            () -> new Workers(transactions, QUICK, "x", List.of(new Sleeper(), new Sleeper())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(JOB);
  }

  @Test
  void runsAgainSoonAfterTheDatabaseWasAway() {
    BrokenSource source = new BrokenSource(database.dataSource());
    Transactions breaking = new Transactions(Types.jdbi(source));
    AtomicInteger runs = new AtomicInteger();
    Worker job =
        worker(
            lease -> {
              runs.incrementAndGet();
              while (lease.held()) {
                breaking.write(handle -> handle.execute("SELECT 1"));
                TimeUnit.MILLISECONDS.sleep(20);
              }
            });
    LeaseSettings slow = settings(Duration.ofMinutes(5));
    node(slow, breaking, job);
    await().until(() -> runs.get() == 1);
    source.away = true;
    await().until(() -> nodes.getFirst().running().isEmpty());
    source.away = false;

    // The lease could not be given back; nobody waits five minutes for it to expire.
    await().atMost(Duration.ofSeconds(60)).until(() -> runs.get() == 2);
  }

  @Test
  void endsTheRunOfAStalledHolderBeforeAnotherBegins() throws Exception {
    AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));
    Transactions stalling = new Transactions(Types.jdbi(gated(database.dataSource(), gate)));
    BlockingQueue<Lease> leases = new LinkedBlockingQueue<>();
    Sleeper job = new Sleeper(JOB, leases);
    Workers one = node(QUICK, stalling, job);
    Lease old = leases.poll(10, TimeUnit.SECONDS);
    assertThat(old).isNotNull();
    assertThat(old.held()).isTrue();
    Workers two = node(QUICK, transactions, job);

    CountDownLatch stall = new CountDownLatch(1);
    gate.set(stall);
    Lease next = leases.poll(10, TimeUnit.SECONDS);
    try {
      assertThat(next).as("taken over by the other node").isNotNull();
      assertThat(next.fence()).isGreaterThan(old.fence());
      assertThat(old.held()).isFalse();
      assertThat(job.most.get()).as("the old run had ended").isEqualTo(1);
      assertThatThrownBy(() -> transactions.write(handle -> check(old, handle)))
          .isInstanceOf(AppException.class)
          .hasMessageContaining(JOB);
      assertThat(transactions.<Boolean>write(handle -> check(next, handle))).isTrue();
    } finally {
      stall.countDown();
    }
    assertThat(two.running()).containsEntry(JOB, next.fence());
    assertThat(one.running()).isEmpty();
  }

  @Test
  void isNotTakenFromATransactionThatReliesOnIt() throws Exception {
    LeaseTable mine = new LeaseTable("mine", Duration.ofMillis(1));
    LeaseTable other = new LeaseTable("other", Duration.ofSeconds(5));
    transactions.write(
        handle -> {
          mine.ensure(handle, List.of(JOB));
          return true;
        });
    long fence = transactions.write(handle -> mine.claim(handle, List.of(JOB))).get(JOB);
    Lease lease = new HeldLease(JOB, fence, System.nanoTime() + 60_000_000_000L);
    TimeUnit.MILLISECONDS.sleep(20);

    Transactions others = new Transactions(database.jdbi());
    transactions.write(
        handle -> {
          lease.check(handle);
          Map<String, Long> stolen = elsewhere(others, other);
          assertThat(stolen).as("expired, but relied on").isEmpty();
          assertThat(renewedElsewhere(others, mine, fence)).isTrue();
          return true;
        });
    TimeUnit.MILLISECONDS.sleep(20);

    assertThat(elsewhere(others, other)).containsKey(JOB);
    assertThatThrownBy(() -> transactions.write(handle -> check(lease, handle)))
        .isInstanceOf(AppException.class);
    assertThat(lease.held()).isFalse();
  }

  @Test
  void runsAFailingWorkerAgainAfterAPause() {
    AtomicInteger runs = new AtomicInteger();
    List<Long> fences = new ArrayList<>();
    Worker failing =
        new Worker() {
          @Override
          public String name() {
            return JOB;
          }

          @Override
          public void run(Lease lease) throws Exception {
            fences.add(lease.fence());
            if (runs.incrementAndGet() == 1) {
              throw new IllegalStateException("on purpose");
            } else if (runs.get() == 2) {
              throw new StackOverflowError("on purpose");
            }
            new CountDownLatch(1).await();
          }
        };
    Workers one = node(QUICK, transactions, failing);

    await().until(() -> runs.get() == 3 && one.running().containsKey(JOB));
    assertThat(fences).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void neverLetsAnOlderHolderWriteAfterANewerOne() throws Exception {
    transactions.write(
        handle -> {
          handle.execute("CREATE TABLE public.work (last_fence bigint, writes bigint)");
          handle.execute("INSERT INTO public.work VALUES (0, 0)");
          return true;
        });
    LeaseSettings hectic = settings(Duration.ofMillis(600));
    AtomicInteger late = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    for (int i = 0; i < 4; i++) {
      Transactions own = new Transactions(database.jdbi());
      node(hectic, own, new Writer(own, new Random(i), late, refused));
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> fence() > 10);
    nodes.forEach(Workers::close);

    assertThat(late.get()).as("writes that found a newer fence").isZero();
    assertThat(writes()).isGreaterThan(4);
  }

  private long fence() {
    return number("SELECT last_fence FROM public.work");
  }

  private long writes() {
    return number("SELECT writes FROM public.work");
  }

  private long number(String sql) {
    return transactions.read(handle -> handle.createQuery(sql).mapTo(long.class).one());
  }

  private Workers node(LeaseSettings settings, Transactions own, Worker... workers) {
    Workers node = new Workers(own, settings, "node-" + nodes.size(), List.of(workers));
    nodes.add(node);
    node.start();
    return node;
  }

  private static LeaseSettings settings(Duration duration) {
    return new LeaseSettings(
        duration, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(10));
  }

  private static boolean check(Lease lease, Handle handle) {
    lease.check(handle);
    return true;
  }

  /** On another thread, since a thread has one transaction at most. */
  private static Map<String, Long> elsewhere(Transactions others, LeaseTable table) {
    return CompletableFuture.supplyAsync(
            () -> others.write(handle -> table.claim(handle, List.of(JOB))))
        .orTimeout(10, TimeUnit.SECONDS)
        .join();
  }

  private static boolean renewedElsewhere(Transactions others, LeaseTable table, long fence) {
    return CompletableFuture.supplyAsync(
            () -> others.write(handle -> table.renew(handle, Map.of(JOB, fence))))
        .orTimeout(10, TimeUnit.SECONDS)
        .join()
        .contains(JOB);
  }

  /** A data source whose connections come only while the gate is open. */
  private static DataSource gated(DataSource source, AtomicReference<CountDownLatch> gate) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              gate.get().await();
              return method.invoke(source, arguments);
            });
  }

  /** Waits until it is interrupted, and counts how many do at once. */
  private static final class Sleeper implements Worker {
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    private final String name;
    private final BlockingQueue<Lease> leases;

    Sleeper() {
      this(JOB);
    }

    Sleeper(String name) {
      this(name, new LinkedBlockingQueue<>());
    }

    Sleeper(String name, BlockingQueue<Lease> leases) {
      this.name = name;
      this.leases = leases;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void run(Lease lease) throws Exception {
      runs.incrementAndGet();
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      leases.add(lease);
      try {
        new CountDownLatch(1).await();
      } finally {
        now.decrementAndGet();
      }
    }
  }

  private interface Job {
    void run(Lease lease) throws InterruptedException;
  }

  private static Worker worker(Job job) {
    return new Worker() {
      @Override
      public String name() {
        return JOB;
      }

      @Override
      public void run(Lease lease) throws InterruptedException {
        job.run(lease);
      }
    };
  }

  /** Writes its fence again and again, with rests that are sometimes longer than its lease. */
  private static final class Writer implements Worker {
    private final Transactions transactions;
    private final Random random;
    private final AtomicInteger late;
    private final AtomicInteger refused;

    Writer(Transactions transactions, Random random, AtomicInteger late, AtomicInteger refused) {
      this.transactions = transactions;
      this.random = random;
      this.late = late;
      this.refused = refused;
    }

    @Override
    public String name() {
      return JOB;
    }

    @Override
    public void run(Lease lease) {
      // Deaf to interrupts on purpose: only the check inside the transaction stands in its way.
      for (int i = 0; i < 5; i++) {
        long rest = random.nextInt(6) == 0 ? 800 : random.nextInt(60);
        LockSupport.parkNanos(rest * 1_000_000);
        boolean interrupted = Thread.interrupted();
        try {
          transactions.write(handle -> write(handle, lease));
        } catch (AppException lost) {
          refused.incrementAndGet();
        }
        if (interrupted && i > 3) {
          return;
        }
      }
    }

    private boolean write(Handle handle, Lease lease) {
      lease.check(handle);
      int written =
          handle
              .createUpdate(
                  "UPDATE public.work SET last_fence = :fence, writes = writes + 1"
                      + " WHERE last_fence <= :fence")
              .bind("fence", lease.fence())
              .execute();
      if (written == 0) {
        late.incrementAndGet();
      }
      return true;
    }
  }
}
