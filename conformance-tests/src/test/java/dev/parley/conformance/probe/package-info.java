/** Cases that are derived from the contracts: what each operation refuses, and how. */
@NullMarked
package dev.parley.conformance.probe;

import org.jspecify.annotations.NullMarked;
