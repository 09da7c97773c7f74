package dev.parley.auth.api;

import dev.parley.platform.bus.Command;
import java.time.Instant;

/**
 * Lets the caller open one socket without a header.
 *
 * @param secretHash hash of the ticket that the caller will be shown
 */
public record CreateWsTicket(String secretHash) implements Command<CreateWsTicket.Made> {
  /**
   * The ticket is good.
   *
   * @param endsAt until then
   */
  public record Made(Instant endsAt) {}
}
