package dev.parley.auth.rest;

import dev.parley.auth.api.CreateWsTicket;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.token.WsTickets;
import dev.parley.contract.auth.api.SocketTicketsApi;
import dev.parley.contract.auth.model.WsTicket;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.security.Callers;
import java.security.SecureRandom;
import java.util.Objects;

/** The operation that gives tickets for sockets. */
public final class SocketTicketsDelegate implements SocketTicketsApi {
  private final CommandBus commands;
  private final Callers callers;
  private final SecureRandom random;

  public SocketTicketsDelegate(CommandBus commands, Callers callers, SecureRandom random) {
    this.commands = Objects.requireNonNull(commands, "commands");
    this.callers = Objects.requireNonNull(callers, "callers");
    this.random = Objects.requireNonNull(random, "random");
  }

  @Override
  public WsTicket createWsTicket() {
    OpaqueSecret ticket = WsTickets.secret(random);
    CreateWsTicket.Made made = commands.send(new CreateWsTicket(ticket.hash()), callers.current());
    return WsTicket.builder().ticket(ticket.reveal()).expiresAt(made.endsAt()).build();
  }
}
