@NullMarked
package dev.parley.platform.contract;

import org.jspecify.annotations.NullMarked;
