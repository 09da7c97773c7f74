/** Delegates: generated interfaces to queries, and answers to generated models. */
@NullMarked
package dev.parley.datafeed.rest;

import org.jspecify.annotations.NullMarked;
