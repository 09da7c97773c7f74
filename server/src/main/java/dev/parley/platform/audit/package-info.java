/** Who did what, when, and how it ended. */
@NullMarked
package dev.parley.platform.audit;

import org.jspecify.annotations.NullMarked;
