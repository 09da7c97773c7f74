/** The rules of accounts and roles; no I/O. */
@NullMarked
package dev.parley.users.domain;

import org.jspecify.annotations.NullMarked;
