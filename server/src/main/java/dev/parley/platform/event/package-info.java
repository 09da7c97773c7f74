/** What happened, numbered: log keys, positions, stored events, and reading them back. */
@NullMarked
package dev.parley.platform.event;

import org.jspecify.annotations.NullMarked;
