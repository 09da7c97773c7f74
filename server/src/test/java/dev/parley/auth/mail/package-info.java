/** Tests of mail, against SMTP servers on loopback. */
@NullMarked
package dev.parley.auth.mail;

import org.jspecify.annotations.NullMarked;
