/** Programs that use nothing but the published SDKs. Each is run by a test. */
@NullMarked
package dev.parley.examples;

import org.jspecify.annotations.NullMarked;
