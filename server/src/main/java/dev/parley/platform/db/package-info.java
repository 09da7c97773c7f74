/** The database as the kernel uses it: pool, migrations, types, health. */
@NullMarked
package dev.parley.platform.db;

import org.jspecify.annotations.NullMarked;
