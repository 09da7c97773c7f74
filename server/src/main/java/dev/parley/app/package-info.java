/** The composition root: plain constructors, nothing else sees it. */
@NullMarked
package dev.parley.app;

import org.jspecify.annotations.NullMarked;
