/** Configuration: environment and file become typed values, and nothing else reads either. */
@NullMarked
package dev.parley.platform.settings;

import org.jspecify.annotations.NullMarked;
