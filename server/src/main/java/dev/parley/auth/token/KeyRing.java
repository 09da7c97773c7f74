package dev.parley.auth.token;

import dev.parley.auth.domain.KeySchedule;
import dev.parley.auth.domain.KeySchedule.KeyTimes;
import dev.parley.auth.store.SigningKeyStore;
import dev.parley.platform.settings.StartupException;
import dev.parley.platform.time.Ids;
import dev.parley.platform.tx.Transactions;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's copy of the signing keys. The database has them, {@link KeySchedule} says which is
 * when in use, and {@link #refresh()} brings the copy up to date and makes a key when one is due:
 * one node does, under a lock. A token names its key; only keys in this copy are ever looked up.
 *
 * <p>Thread-safe: the copy is immutable and replaced as a whole.
 */
public final class KeyRing {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

  private final Transactions transactions;
  private final SigningKeyStore store;
  private final RsaKeys rsa;
  private final KeySchedule schedule;
  private final Clock clock;
  private final Ids ids;
  private volatile Map<String, SigningKey> keys = Map.of();

  public KeyRing(
      Transactions transactions,
      SigningKeyStore store,
      KeySeal seal,
      KeySchedule schedule,
      Clock clock,
      Ids ids) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.store = Objects.requireNonNull(store, "store");
    this.rsa = new RsaKeys(seal);
    this.schedule = Objects.requireNonNull(schedule, "schedule");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.ids = Objects.requireNonNull(ids, "ids");
  }

  /**
   * Reads the keys again, and makes one if one is due. To be called at start and then often enough
   * that a new key is seen before it signs.
   *
   * @throws StartupException if a key was sealed with another secret; nothing is written then
   */
  public void refresh() {
    List<SigningKeyStore.Row> rows = transactions.read(store::all);
    Map<String, SigningKey> next = opened(rows);
    if (schedule.due(times(rows), now()).isPresent()) {
      next = opened(transactions.write(this::makeIfDue));
    }
    keys = Collections.unmodifiableMap(next);
  }

  /**
   * All of them, or an exception: whoever cannot open the old keys must not make a new one, which
   * nobody else could open.
   */
  private Map<String, SigningKey> opened(List<SigningKeyStore.Row> rows) {
    Map<String, SigningKey> known = keys;
    Map<String, SigningKey> next = new LinkedHashMap<>();
    for (SigningKeyStore.Row row : rows) {
      SigningKey key = known.get(row.times().kid());
      next.put(row.times().kid(), key == null ? open(row) : key);
    }
    return next;
  }

  /** The key to sign with now. */
  public SigningKey signing() {
    Map<String, SigningKey> known = keys;
    return schedule
        .signing(known.values().stream().map(SigningKey::times).toList(), now())
        .map(times -> known.get(times.kid()))
        .orElseThrow(() -> new IllegalStateException("No signing key is loaded"));
  }

  /** The key of that name, if tokens signed with it can still be valid. */
  public Optional<SigningKey> find(String kid) {
    return Optional.ofNullable(keys.get(kid)).filter(this::inUse);
  }

  /** The keys that may be asked for, the newest first; those about to sign are among them. */
  public List<SigningKey> published() {
    return keys.values().stream().filter(this::inUse).toList();
  }

  private boolean inUse(SigningKey key) {
    return schedule.inUse(
        key.times(), keys.values().stream().map(SigningKey::times).toList(), now());
  }

  private List<SigningKeyStore.Row> makeIfDue(Handle handle) {
    store.lock(handle);
    Instant now = now();
    List<SigningKeyStore.Row> rows = new ArrayList<>(store.all(handle));
    Optional<Instant> due = schedule.due(times(rows), now);
    if (due.isPresent()) {
      // What others have made since the keys were read counts too.
      var unused = opened(rows);
      KeyTimes times = new KeyTimes(ids.next().toString(), due.get());
      SigningKeyStore.Row made = rsa.generate(times);
      store.insert(handle, made, now);
      rows.addFirst(made);
      List<KeyTimes> all = times(rows);
      List<String> over =
          all.stream().filter(key -> !schedule.inUse(key, all, now)).map(KeyTimes::kid).toList();
      store.remove(handle, over);
      rows.removeIf(row -> over.contains(row.times().kid()));
      LOG.info("Made signing key {}, which signs from {}", times.kid(), times.signsFrom());
    }
    return rows;
  }

  private SigningKey open(SigningKeyStore.Row row) {
    try {
      return rsa.read(row);
    } catch (GeneralSecurityException otherSecret) {
      throw new StartupException(
          "the signing keys in this database were sealed with another AUTH_KEY_SECRET (or another"
              + " data directory's auth-key-secret); give every server of one database the same",
          otherSecret);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static List<KeyTimes> times(List<SigningKeyStore.Row> rows) {
    return rows.stream().map(SigningKeyStore.Row::times).toList();
  }
}
