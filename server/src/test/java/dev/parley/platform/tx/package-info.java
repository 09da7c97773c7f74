@NullMarked
package dev.parley.platform.tx;

import org.jspecify.annotations.NullMarked;
