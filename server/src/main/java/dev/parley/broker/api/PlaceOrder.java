package dev.parley.broker.api;

import dev.parley.platform.bus.Command;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Places an order with the connected broker (T50, B01). Fails with VALIDATION_ERROR (unknown
 * symbol, limit price missing or out of place), BROKER_NOT_CONNECTED, RISK_LIMIT_EXCEEDED,
 * INSUFFICIENT_FUNDS, INSUFFICIENT_POSITION, or DUPLICATE_RESOURCE for a used client order id.
 *
 * @param quantity above 0, at most 8 decimals
 * @param limitPrice for a limit order only, 0 or more, at most 8 decimals
 */
public record PlaceOrder(
    String symbol,
    Side side,
    OrderType type,
    TimeInForce timeInForce,
    BigDecimal quantity,
    @Nullable BigDecimal limitPrice,
    @Nullable String clientOrderId)
    implements Command<OrderView> {}
