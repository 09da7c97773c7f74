package dev.parley.platform.lease;

import org.jdbi.v3.core.Handle;

/**
 * The right to do a worker's job. It is renewed while the worker runs and can still be lost.
 * Thread-safe.
 */
public interface Lease {
  /** Grows with every holder: what an older holder writes late can be told by it. */
  long fence();

  /** Whether this node holds the lease, as far as its own clock tells. */
  boolean held();

  /**
   * Makes sure, inside the caller's transaction, that nobody else holds the lease, until that
   * transaction ends.
   *
   * @throws dev.parley.platform.error.AppException if the lease is lost; the transaction must not
   *     commit
   */
  void check(Handle handle);
}
