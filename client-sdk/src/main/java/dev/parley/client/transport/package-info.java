/** The seam between the generated calls and what carries them; a test may put its own there. */
@NullMarked
package dev.parley.client.transport;

import org.jspecify.annotations.NullMarked;
