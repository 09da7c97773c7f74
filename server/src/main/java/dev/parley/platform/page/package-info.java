/** Pages of lists: keyset cursors that are opaque and checked, and the page itself. */
@NullMarked
package dev.parley.platform.page;

import org.jspecify.annotations.NullMarked;
