/** Mail to users, over SMTP. */
@NullMarked
package dev.parley.auth.mail;

import org.jspecify.annotations.NullMarked;
