/** The PostgreSQL server that comes with the product: real binaries, private, durable, owned. */
@NullMarked
package dev.parley.platform.postgres;

import org.jspecify.annotations.NullMarked;
