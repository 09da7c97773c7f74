package dev.parley.datafeed.api;

import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;

/** The trades of a symbol, newest first; NOT_FOUND if there is no such symbol. */
public record ListTrades(String symbol, PageRequest page) implements Query<Page<TapeTrade>> {}
