/** What other features may know of accounts. */
@NullMarked
package dev.parley.users.api;

import org.jspecify.annotations.NullMarked;
