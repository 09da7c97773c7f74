package dev.parley.auth.store;

import dev.parley.auth.domain.KeySchedule.KeyTimes;
import dev.parley.platform.db.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Signing keys in {@code auth.signing_key}, private halves sealed. Stateless, so thread-safe. */
public final class SigningKeyStore {
  /** Any number that nothing else locks: keys are made by one node at a time. */
  private static final long LOCK = 0x7061726c65790001L;

  /**
   * A key as it is stored. Prints without the key.
   *
   * @param publicKey X.509 SubjectPublicKeyInfo
   * @param sealedPrivateKey PKCS #8, encrypted
   */
  public record Row(KeyTimes times, byte[] publicKey, byte[] sealedPrivateKey) {
    @Override
    public String toString() {
      return times.toString();
    }
  }

  /** Waits until no other node makes a key; until the end of the transaction. */
  public void lock(Handle handle) {
    handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK);
  }

  public List<Row> all(Handle handle) {
    return handle
        .createQuery(
            "SELECT kid, public_key, private_key, signs_from FROM auth.signing_key"
                + " ORDER BY signs_from DESC, kid DESC")
        .map(
            (row, context) ->
                new Row(
                    new KeyTimes(row.getString("kid"), Columns.instant(row, "signs_from")),
                    row.getBytes("public_key"),
                    row.getBytes("private_key")))
        .list();
  }

  public void insert(Handle handle, Row row, Instant now) {
    handle
        .createUpdate(
            "INSERT INTO auth.signing_key (kid, public_key, private_key, signs_from, created_at)"
                + " VALUES (:kid, :public, :private, :signsFrom, :now)")
        .bind("kid", row.times().kid())
        .bind("public", row.publicKey())
        .bind("private", row.sealedPrivateKey())
        .bind("signsFrom", row.times().signsFrom())
        .bind("now", now)
        .execute();
  }

  public void remove(Handle handle, Collection<String> kids) {
    kids.forEach(kid -> handle.execute("DELETE FROM auth.signing_key WHERE kid = ?", kid));
  }
}
