/**
 * The documentation that the server serves of itself, made in the browser from the specs in the
 * jar.
 */
@NullMarked
package dev.parley.platform.portal;

import org.jspecify.annotations.NullMarked;
