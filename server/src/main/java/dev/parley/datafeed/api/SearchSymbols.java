package dev.parley.datafeed.api;

import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import org.jspecify.annotations.Nullable;

/**
 * The symbols that a text occurs in, the best match first.
 *
 * @param text looked for in code, name, exchange and assets, upper and lower case alike
 * @param type only those of this type; null for all
 * @param limit the most to answer
 */
public record SearchSymbols(String text, @Nullable AssetType type, int limit)
    implements Query<Page<SymbolInfo>> {}
