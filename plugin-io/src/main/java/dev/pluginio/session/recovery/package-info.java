/** Clients that left for a while: what is kept of them, and who may take it up again. */
@NullMarked
package dev.pluginio.session.recovery;

import org.jspecify.annotations.NullMarked;
