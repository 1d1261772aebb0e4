/** Decides who a client is and which rooms it is in. */
@NullMarked
package dev.pluginio.session;

import org.jspecify.annotations.NullMarked;
