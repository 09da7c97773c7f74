/** Accounts in PostgreSQL. */
@NullMarked
package dev.parley.users.store;

import org.jspecify.annotations.NullMarked;
