/** HTTP: Grizzly and Jersey, and what every request goes through before a delegate sees it. */
@NullMarked
package dev.parley.platform.http;

import org.jspecify.annotations.NullMarked;
