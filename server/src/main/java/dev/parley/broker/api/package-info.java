/**
 * What other features may use of the broker: commands, queries, events and the values they carry.
 */
@NullMarked
package dev.parley.broker.api;

import org.jspecify.annotations.NullMarked;
