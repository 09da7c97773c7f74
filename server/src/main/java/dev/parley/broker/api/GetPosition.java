package dev.parley.broker.api;

import dev.parley.platform.bus.Query;

/**
 * What the caller holds of one symbol, a flat position if nothing; NOT_FOUND if there is no such
 * symbol.
 */
public record GetPosition(String symbol) implements Query<PositionView> {}
