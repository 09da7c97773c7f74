/** Market data from recordings that are played again. */
@NullMarked
package dev.parley.datafeed;

import org.jspecify.annotations.NullMarked;
