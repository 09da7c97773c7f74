package dev.parley.broker.handler;

import dev.parley.broker.api.OrderReason;
import dev.parley.broker.domain.Matching;
import dev.parley.broker.domain.Order;
import dev.parley.broker.domain.Portfolio;
import dev.parley.broker.domain.Tick;
import dev.parley.broker.handler.MatchTicks.Matched;
import dev.parley.broker.store.Portfolios;
import dev.parley.broker.store.Reach;
import dev.parley.broker.store.TapeStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import java.util.List;

/**
 * Uses each record of the tape once: the place reached is stored in the transaction of the fills,
 * so a crash leaves both or neither, and what lies before that place is passed over. Locks the
 * tape's row, then the accounts in order of their ids.
 */
public final class MatchTicksHandler implements CommandHandler<MatchTicks, Matched> {
  private final TapeStore tapes = new TapeStore();
  private final Portfolios portfolios;

  public MatchTicksHandler(Portfolios portfolios) {
    this.portfolios = portfolios;
  }

  @Override
  public Matched handle(MatchTicks command, CommandContext context) {
    TapeStore.Mark mark = tapes.lock(context.handle(), command.symbol());
    long fence = command.lease().fence();
    if (mark.fence() > fence) {
      throw new IllegalStateException(
          "the matcher with fence %d was overtaken by %d".formatted(fence, mark.fence()));
    }
    command.lease().check(context.handle());
    List<Tick> fresh =
        command.ticks().stream().filter(tick -> tick.place().compareTo(mark.cursor()) > 0).toList();
    Reach reach = Reach.of(command.symbol(), fresh, command.completeTo());
    List<Portfolio> affected = portfolios.lockForMatching(context, reach);
    fresh.forEach(tick -> Matching.match(tick, affected));
    affected.forEach(portfolio -> endDayOrders(portfolio, command));
    affected.forEach(portfolio -> portfolios.save(context, portfolio));
    if (!fresh.isEmpty()) {
      tapes.move(context.handle(), command.symbol(), fresh.getLast().place(), fence);
    }
    return new Matched(affected.stream().mapToInt(p -> p.executions().size()).sum());
  }

  private static void endDayOrders(Portfolio portfolio, MatchTicks command) {
    for (Order order : portfolio.orders()) {
      if (order.active() && order.expiredAt(command.completeTo())) {
        portfolio.cancel(order, OrderReason.EXPIRED);
      }
    }
  }
}
