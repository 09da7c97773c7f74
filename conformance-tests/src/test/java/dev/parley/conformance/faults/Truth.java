package dev.parley.conformance.faults;

import dev.parley.client.ApiResponse;
import dev.parley.client.ParleyClient;
import dev.parley.client.StreamPosition;
import dev.parley.client.api.AccountApi;
import dev.parley.client.api.ExecutionsApi.ListExecutionsParams;
import dev.parley.client.api.OrdersApi.ListOrdersParams;
import dev.parley.client.api.PositionsApi.ListPositionsParams;
import dev.parley.client.model.Account;
import dev.parley.client.model.Execution;
import dev.parley.client.model.Order;
import dev.parley.client.model.Page;
import dev.parley.client.model.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is there for one user, read over REST when nothing moves any more.
 *
 * @param logs where the log of each topic ends
 */
record Truth(
    Account account,
    List<Order> orders,
    List<Execution> executions,
    List<Position> positions,
    Map<String, StreamPosition> logs) {
  private static final int PAGE = 100;

  static Truth read(ParleyClient client) {
    Map<String, StreamPosition> logs = new HashMap<>();
    List<Order> orders =
        all(
            logs,
            cursor -> client.orders().listOrdersWithResponse(ordersFrom(cursor)),
            page -> page.items(),
            page -> page.page());
    List<Execution> executions =
        all(
            logs,
            cursor -> client.executions().listExecutionsWithResponse(executionsFrom(cursor)),
            page -> page.items(),
            page -> page.page());
    List<Position> positions =
        all(
            logs,
            cursor -> client.positions().listPositionsWithResponse(positionsFrom(cursor)),
            page -> page.items(),
            page -> page.page());
    ApiResponse<Account> account =
        client.account().getAccountWithResponse(new AccountApi.GetAccountParams());
    account.streamPosition().ifPresent(at -> logs.put(at.topic(), at));
    return new Truth(account.body(), orders, executions, positions, logs);
  }

  private static <P, T> List<T> all(
      Map<String, StreamPosition> logs,
      Function<@Nullable String, ApiResponse<P>> read,
      Function<P, List<T>> items,
      Function<P, Page> page) {
    List<T> all = new ArrayList<>();
    String cursor = null;
    do {
      ApiResponse<P> answer = read.apply(cursor);
      answer.streamPosition().ifPresent(at -> logs.put(at.topic(), at));
      all.addAll(items.apply(answer.body()));
      cursor = page.apply(answer.body()).nextCursor();
    } while (cursor != null);
    return all;
  }

  private static ListOrdersParams ordersFrom(@Nullable String cursor) {
    ListOrdersParams params = new ListOrdersParams().limit(PAGE);
    return cursor == null ? params : params.cursor(cursor);
  }

  private static ListExecutionsParams executionsFrom(@Nullable String cursor) {
    ListExecutionsParams params = new ListExecutionsParams().limit(PAGE);
    return cursor == null ? params : params.cursor(cursor);
  }

  private static ListPositionsParams positionsFrom(@Nullable String cursor) {
    ListPositionsParams params = new ListPositionsParams().limit(PAGE).includeClosed(true);
    return cursor == null ? params : params.cursor(cursor);
  }
}
