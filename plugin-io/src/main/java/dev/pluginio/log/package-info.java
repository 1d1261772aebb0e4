/** Puts committed changes into one order and hands them on. */
@NullMarked
package dev.pluginio.log;

import org.jspecify.annotations.NullMarked;
