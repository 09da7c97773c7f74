/**
 * Whether the suite would see a policy that the server does not keep: the server reads contracts
 * from which a line is gone, the suite those that have it.
 */
@NullMarked
package dev.parley.conformance.mutation;

import org.jspecify.annotations.NullMarked;
