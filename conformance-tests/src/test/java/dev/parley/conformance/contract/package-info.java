/** The contracts as they are bundled, read as data, and JSON held against them. */
@NullMarked
package dev.parley.conformance.contract;

import org.jspecify.annotations.NullMarked;
