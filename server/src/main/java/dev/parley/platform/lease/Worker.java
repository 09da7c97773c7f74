package dev.parley.platform.lease;

/**
 * Background work of a module. It runs on one node at a time, for as long as that node holds its
 * lease.
 */
public interface Worker {
  /** The name of the lease, unique over all modules ({@code broker.matcher}). */
  String name();

  /**
   * Works until interrupted or until the lease is lost. A normal return or an exception ends this
   * run; the next begins after a pause, here or on another node.
   */
  void run(Lease lease) throws Exception;
}
