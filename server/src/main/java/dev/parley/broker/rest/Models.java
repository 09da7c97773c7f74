package dev.parley.broker.rest;

import dev.parley.broker.api.AccountView;
import dev.parley.broker.api.ConnectionStatus;
import dev.parley.broker.api.ConnectionView;
import dev.parley.broker.api.ExecutionView;
import dev.parley.broker.api.OrderView;
import dev.parley.broker.api.PositionView;
import dev.parley.contract.broker.model.Account;
import dev.parley.contract.broker.model.BrokerAuthMethod;
import dev.parley.contract.broker.model.BrokerConnection;
import dev.parley.contract.broker.model.BrokerConnectionStatus;
import dev.parley.contract.broker.model.BrokerEnvironment;
import dev.parley.contract.broker.model.Execution;
import dev.parley.contract.broker.model.ExecutionSource;
import dev.parley.contract.broker.model.Order;
import dev.parley.contract.broker.model.OrderSide;
import dev.parley.contract.broker.model.OrderStatus;
import dev.parley.contract.broker.model.OrderType;
import dev.parley.contract.broker.model.Position;
import dev.parley.contract.broker.model.TimeInForce;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From the values of {@code api} to the models of the contract, for REST answers and events. */
public final class Models {
  private Models() {}

  public static Order order(OrderView view) {
    return Order.builder()
        .id(view.id())
        .connectionId(view.connectionId())
        .clientOrderId(view.clientOrderId())
        .symbol(view.symbol())
        .side(OrderSide.valueOf(view.side().name()))
        .type(OrderType.valueOf(view.type().name()))
        .timeInForce(TimeInForce.valueOf(view.timeInForce().name()))
        .quantity(view.quantity())
        .limitPrice(view.limitPrice())
        .status(OrderStatus.valueOf(view.status().name()))
        .reason(lower(view.reason()))
        .filledQuantity(view.filledQuantity())
        .remainingQuantity(view.remainingQuantity())
        .averagePrice(view.averagePrice())
        .reservedCash(view.reservedCash())
        .expiresAt(view.expiresAt())
        .createdAt(view.createdAt())
        .updatedAt(view.updatedAt())
        .version(view.version())
        .build();
  }

  public static Execution execution(ExecutionView view) {
    return Execution.builder()
        .id(view.id())
        .orderId(view.orderId())
        .symbol(view.symbol())
        .side(OrderSide.valueOf(view.side().name()))
        .quantity(view.quantity())
        .price(view.price())
        .amount(view.amount())
        .realisedPnl(view.realisedPnl())
        .source(ExecutionSource.valueOf(view.source().name()))
        .sourceTime(view.sourceTime())
        .executedAt(view.executedAt())
        .build();
  }

  public static Position position(PositionView view) {
    return Position.builder()
        .symbol(view.symbol())
        .quantity(view.quantity())
        .reservedQuantity(view.reservedQuantity())
        .averagePrice(view.averagePrice())
        .cost(view.cost())
        .lastPrice(view.lastPrice())
        .marketValue(view.marketValue())
        .unrealisedPnl(view.unrealisedPnl())
        .realisedPnl(view.realisedPnl())
        .openedAt(view.openedAt())
        .updatedAt(view.updatedAt())
        .version(view.version())
        .build();
  }

  public static Account account(AccountView view) {
    return Account.builder()
        .id(view.id())
        .currency(view.currency())
        .cash(view.cash())
        .reservedCash(view.reservedCash())
        .buyingPower(view.buyingPower())
        .positionsValue(view.positionsValue())
        .equity(view.equity())
        .realisedPnl(view.realisedPnl())
        .unrealisedPnl(view.unrealisedPnl())
        .maxOrderQuantity(view.maxOrderQuantity())
        .createdAt(view.createdAt())
        .updatedAt(view.updatedAt())
        .version(view.version())
        .build();
  }

  public static BrokerConnection connection(ConnectionView view) {
    return BrokerConnection.builder()
        .id(view.id())
        .broker(view.broker())
        .name(view.name())
        .environment(BrokerEnvironment.valueOf(view.environment().name()))
        .method(BrokerAuthMethod.valueOf(view.method().name()))
        .status(BrokerConnectionStatus.valueOf(view.status().name()))
        .connected(view.status() == ConnectionStatus.CONNECTED)
        .reauthRequired(view.reauthRequired())
        .lastConnectedAt(view.lastConnectedAt())
        .disconnectedAt(view.disconnectedAt())
        .createdAt(view.createdAt())
        .version(view.version())
        .build();
  }

  private static @Nullable String lower(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name().toLowerCase(Locale.ROOT);
  }
}
