/** Counts what the stages do, and sets how much is logged of it. */
@NullMarked
package dev.pluginio.monitor;

import org.jspecify.annotations.NullMarked;
