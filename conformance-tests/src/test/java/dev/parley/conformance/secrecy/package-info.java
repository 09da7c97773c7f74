/** No secret that the suite sent or got is in any log of the servers that it ran. */
@NullMarked
package dev.parley.conformance.secrecy;

import org.jspecify.annotations.NullMarked;
