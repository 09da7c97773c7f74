/**
 * Holds a running server against its contracts: it knows nothing but the specs jar and the address.
 *
 * <p>A packaged server is started for the run, or {@code -Dparley.baseUrl=} names a deployment and
 * {@code -Dparley.adminPassword=} the password of its account {@code admin}; its rate limits have
 * to be raised (settings {@code RATE_LIMIT_*}). What is executed is read from the specs; no
 * operation is treated specially but those that sign a user in:
 *
 * <ul>
 *   <li>Each request example is a test. It gets the status of the response example of its name, or
 *       the operation's success; of a problem its code and violations are the example's. An
 *       operation without a body is one test.
 *   <li>A link with a {@code requestBody} is an example of the operation it leads to. A link with
 *       {@code parameters} gives them to the operation it leads to, and wins over a parameter's
 *       {@code example}; parameters with neither are left out.
 *   <li>{@code x-requires} on an operation, or on one example, names operations that run before: by
 *       their first link with a body, or else their first example that succeeds.
 *   <li>Each test has a caller of its own, a person just invited and registered with the body of
 *       the link to {@code register} and signed in, with the smallest role that has the scopes of
 *       all operations of the test. In tests of public operations there is none; what they require
 *       is done by the first admin.
 *   <li>Values of properties marked {@code x-unique} get a suffix of the test's own, so that the
 *       person of the examples is another one in each test.
 * </ul>
 */
@NullMarked
package dev.parley.conformance;

import org.jspecify.annotations.NullMarked;
