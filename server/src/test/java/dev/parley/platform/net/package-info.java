@NullMarked
package dev.parley.platform.net;

import org.jspecify.annotations.NullMarked;
