/** An event log in memory. */
@NullMarked
package dev.pluginio.log.memory;

import org.jspecify.annotations.NullMarked;
