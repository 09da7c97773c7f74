package dev.parley.broker.api;

/** How a broker is told who the caller is (T40). */
public enum AuthMethod {
  API_KEY,
  OAUTH
}
