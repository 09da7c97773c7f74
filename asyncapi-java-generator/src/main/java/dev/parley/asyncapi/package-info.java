/**
 * Turns an AsyncAPI 3.0 document into Java sources; {@link dev.parley.asyncapi.Main} is the way in.
 */
@NullMarked
package dev.parley.asyncapi;

import org.jspecify.annotations.NullMarked;
