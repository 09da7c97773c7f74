/**
 * Who may do what: every operation and topic, asked by every role with every kind of credential,
 * held against what the specs declare.
 */
@NullMarked
package dev.parley.conformance.matrix;

import org.jspecify.annotations.NullMarked;
