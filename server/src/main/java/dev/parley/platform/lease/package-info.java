/** Background work that only one node does at a time, held by a lease in the database. */
@NullMarked
package dev.parley.platform.lease;

import org.jspecify.annotations.NullMarked;
