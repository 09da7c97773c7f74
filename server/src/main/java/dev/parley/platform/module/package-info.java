/** What a module is and how it is put together with the others. */
@NullMarked
package dev.parley.platform.module;

import org.jspecify.annotations.NullMarked;
