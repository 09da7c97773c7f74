@NullMarked
package dev.parley.platform.rate;

import org.jspecify.annotations.NullMarked;
