/** The one JSON mapping of the server. */
@NullMarked
package dev.parley.platform.json;

import org.jspecify.annotations.NullMarked;
