/**
 * The WebSocket SDK of Parley. {@link dev.parley.client.ws.ParleyStreams} is the entrance; the
 * streams of each module and their events are generated from the contracts into packages below this
 * one.
 */
@NullMarked
package dev.parley.client.ws;

import org.jspecify.annotations.NullMarked;
