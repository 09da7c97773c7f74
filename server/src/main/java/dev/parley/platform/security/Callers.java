package dev.parley.platform.security;

/** Knows on whose behalf the present thread works, while it serves a request. Thread-safe. */
@FunctionalInterface
public interface Callers {
  /** The caller of the request that this thread serves. */
  Caller current();
}
