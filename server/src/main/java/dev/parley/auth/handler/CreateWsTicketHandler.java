package dev.parley.auth.handler;

import dev.parley.auth.api.CreateWsTicket;
import dev.parley.auth.store.WsTicketStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** Makes a ticket that is good for half a minute. */
public final class CreateWsTicketHandler
    implements CommandHandler<CreateWsTicket, CreateWsTicket.Made> {
  private static final Duration LIFE = Duration.ofSeconds(30);

  private final WsTicketStore tickets;

  public CreateWsTicketHandler(WsTicketStore tickets) {
    this.tickets = Objects.requireNonNull(tickets, "tickets");
  }

  @Override
  public CreateWsTicket.Made handle(CreateWsTicket command, CommandContext context) {
    Instant endsAt = context.now().plus(LIFE);
    tickets.insert(context.handle(), command.secretHash(), context.caller().require(), endsAt);
    return new CreateWsTicket.Made(endsAt);
  }
}
