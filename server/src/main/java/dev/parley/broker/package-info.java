/** The broker: connections, accounts, orders, executions and positions, filled on paper. */
@NullMarked
package dev.parley.broker;

import org.jspecify.annotations.NullMarked;
