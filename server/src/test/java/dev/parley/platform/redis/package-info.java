@NullMarked
package dev.parley.platform.redis;

import org.jspecify.annotations.NullMarked;
