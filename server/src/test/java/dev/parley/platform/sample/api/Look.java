package dev.parley.platform.sample.api;

import dev.parley.platform.bus.Query;
import dev.parley.platform.bus.QueryContext;
import java.util.function.Function;

/** A query that reads what a test says. */
public record Look(Function<QueryContext, Object> body) implements Query<Object> {}
