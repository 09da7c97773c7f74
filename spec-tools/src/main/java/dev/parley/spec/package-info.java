/**
 * Build helpers over the contracts under {@code specs/}: lint, bundle, generate the error codes.
 */
package dev.parley.spec;
