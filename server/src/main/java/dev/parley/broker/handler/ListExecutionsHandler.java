package dev.parley.broker.handler;

import dev.parley.broker.api.ExecutionCreated;
import dev.parley.broker.api.ExecutionView;
import dev.parley.broker.api.ListExecutions;
import dev.parley.broker.domain.Execution;
import dev.parley.broker.store.ExecutionStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.page.Page;
import java.util.UUID;

/** The fills of the caller's orders. */
public final class ListExecutionsHandler
    implements QueryHandler<ListExecutions, Page<ExecutionView>> {
  private final ExecutionStore executions = new ExecutionStore();

  @Override
  public Page<ExecutionView> handle(ListExecutions query, QueryContext context) {
    UUID userId = context.caller().require().userId();
    context.stream(LogKey.user(ExecutionCreated.TOPIC, userId));
    return executions.page(context.handle(), userId, query).map(Execution::view);
  }
}
