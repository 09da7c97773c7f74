@NullMarked
package dev.parley.platform.sample;

import org.jspecify.annotations.NullMarked;
