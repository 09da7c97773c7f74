package dev.parley.datafeed.api;

import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * The symbols in alphabetical order.
 *
 * @param type only those of this type; null for all
 */
public record ListSymbols(@Nullable AssetType type, PageRequest page)
    implements Query<Page<SymbolInfo>> {}
