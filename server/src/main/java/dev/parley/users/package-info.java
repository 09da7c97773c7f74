/** Accounts and roles. */
@NullMarked
package dev.parley.users;

import org.jspecify.annotations.NullMarked;
