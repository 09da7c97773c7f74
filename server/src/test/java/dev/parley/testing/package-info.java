/** What tests of every package share. */
@NullMarked
package dev.parley.testing;

import org.jspecify.annotations.NullMarked;
