/** What answers the queries; none touches the database, since market data is arithmetic. */
@NullMarked
package dev.parley.datafeed.handler;

import org.jspecify.annotations.NullMarked;
