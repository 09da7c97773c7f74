package dev.parley.broker.api;

/** State of a broker connection (T41). */
public enum ConnectionStatus {
  CONNECTED,
  DISCONNECTED
}
