package dev.parley.broker.api;

/** Whether a connection trades play money or real money (T40). */
public enum Environment {
  PAPER,
  LIVE
}
