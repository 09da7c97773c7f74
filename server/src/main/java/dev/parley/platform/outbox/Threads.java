package dev.parley.platform.outbox;

/** Ending the threads that this package starts. */
final class Threads {
  private static final long PATIENCE_MILLIS = 5_000;

  private Threads() {}

  /** Waits until a thread that was told to end has ended, but not for ever. */
  static void awaitEnd(Thread thread) {
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever is in a hurry does not wait
    }
  }
}
