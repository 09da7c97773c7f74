/** Transactions: the one place that opens database handles. */
@NullMarked
package dev.parley.platform.tx;

import org.jspecify.annotations.NullMarked;
