package dev.parley.datafeed.api;

import dev.parley.platform.bus.Query;

/** One symbol; NOT_FOUND if there is none of that code. */
public record GetSymbol(String symbol) implements Query<SymbolInfo> {}
