package dev.parley.broker.api;

import dev.parley.platform.bus.Command;

/**
 * Connects the caller to a broker and opens the account with the first connection (T40). Fails with
 * UNSUPPORTED_BROKER, or DUPLICATE_RESOURCE while an identical connection lasts.
 */
public record ConnectBroker(String broker, Environment environment, AuthMethod method)
    implements Command<ConnectionView> {
  @Override
  public String target() {
    return "broker:" + broker;
  }
}
