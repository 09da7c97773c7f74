/** The rules of the paper broker, pure: orders, accounts, positions and how trades fill orders. */
@NullMarked
package dev.parley.broker.domain;

import org.jspecify.annotations.NullMarked;
