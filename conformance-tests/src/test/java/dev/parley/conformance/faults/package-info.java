/**
 * Load and faults: many users trade through the SDKs while connections are cut, the server is
 * killed and its database is killed; afterwards what was answered is held against what is there and
 * what was streamed.
 *
 * <ul>
 *   <li>{@link dev.parley.conformance.faults.FaultyNetwork} is the network between the two.
 *   <li>{@link dev.parley.conformance.faults.LoadClient} is one user, who writes down everything
 *       that happens to him in a {@link dev.parley.conformance.faults.History}.
 *   <li>{@link dev.parley.conformance.faults.Checker} judges histories; {@code CheckerTest} plants
 *       faulty ones to see that it does.
 *   <li>{@link dev.parley.conformance.faults.FaultsIT} has the scenarios; each writes its figures
 *       to {@code target/faults/}.
 * </ul>
 */
@NullMarked
package dev.parley.conformance.faults;

import org.jspecify.annotations.NullMarked;
