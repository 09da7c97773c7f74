package dev.parley.platform.rate;

/** Keeps what is left of each budget. Implementations are thread-safe and never wait for long. */
@FunctionalInterface
public interface Buckets {
  /** Takes one, if there is one. */
  Taken take(Budget budget);
}
