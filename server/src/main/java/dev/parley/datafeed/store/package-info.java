/** What the datafeed keeps in the database: where its tapes lie, and how far they are played. */
@NullMarked
package dev.parley.datafeed.store;

import org.jspecify.annotations.NullMarked;
