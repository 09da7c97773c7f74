@NullMarked
package dev.parley.platform.sample.api;

import org.jspecify.annotations.NullMarked;
