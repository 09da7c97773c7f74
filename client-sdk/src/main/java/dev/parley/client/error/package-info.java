/** What a call can fail with; everything is a {@link dev.parley.client.error.ParleyException}. */
@NullMarked
package dev.parley.client.error;

import org.jspecify.annotations.NullMarked;
