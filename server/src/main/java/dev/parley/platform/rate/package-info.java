/** Budgets of requests and frames: who may do how much, on this node or on all of them (B07). */
@NullMarked
package dev.parley.platform.rate;

import org.jspecify.annotations.NullMarked;
