package dev.parley.broker.rest;

import dev.parley.broker.api.GetPosition;
import dev.parley.broker.api.ListPositions;
import dev.parley.broker.api.PositionView;
import dev.parley.contract.broker.api.PositionsApi;
import dev.parley.contract.broker.model.Position;
import dev.parley.contract.broker.model.PositionPage;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Callers;
import org.jspecify.annotations.Nullable;

/** Positions over REST (M20, B02). */
public final class PositionsDelegate implements PositionsApi {
  private final QueryBus queries;
  private final Callers callers;

  public PositionsDelegate(QueryBus queries, Callers callers) {
    this.queries = queries;
    this.callers = callers;
  }

  @Override
  public Position getPosition(String symbol) {
    return Models.position(queries.ask(new GetPosition(symbol), callers.current()));
  }

  @Override
  public PositionPage listPositions(
      @Nullable Boolean includeClosed,
      @Nullable Integer limit,
      @Nullable String cursor,
      @Nullable Boolean includeTotal) {
    ListPositions query =
        new ListPositions(
            Boolean.TRUE.equals(includeClosed), PageRequest.of(limit, cursor, includeTotal));
    Page<PositionView> page = queries.ask(query, callers.current());
    return new PositionPage(page.items().stream().map(Models::position).toList(), page.model());
  }
}
