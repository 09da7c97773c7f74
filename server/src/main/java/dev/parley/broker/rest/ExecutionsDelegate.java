package dev.parley.broker.rest;

import dev.parley.broker.api.ExecutionView;
import dev.parley.broker.api.ListExecutions;
import dev.parley.contract.broker.api.ExecutionsApi;
import dev.parley.contract.broker.model.ExecutionPage;
import dev.parley.contract.broker.model.ExecutionSort;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Callers;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Executions over REST (M20). */
public final class ExecutionsDelegate implements ExecutionsApi {
  private final QueryBus queries;
  private final Callers callers;

  public ExecutionsDelegate(QueryBus queries, Callers callers) {
    this.queries = queries;
    this.callers = callers;
  }

  @Override
  public ExecutionPage listExecutions(
      @Nullable String symbol,
      @Nullable UUID orderId,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable ExecutionSort sort,
      @Nullable Integer limit,
      @Nullable String cursor,
      @Nullable Boolean includeTotal) {
    ListExecutions query =
        new ListExecutions(
            symbol,
            orderId,
            from,
            to,
            sort != ExecutionSort.EXECUTED_AT,
            PageRequest.of(limit, cursor, includeTotal));
    Page<ExecutionView> page = queries.ask(query, callers.current());
    return new ExecutionPage(page.items().stream().map(Models::execution).toList(), page.model());
  }
}
