/** The Redis that nodes share what may be lost in, where there is one. */
@NullMarked
package dev.parley.platform.redis;

import org.jspecify.annotations.NullMarked;
