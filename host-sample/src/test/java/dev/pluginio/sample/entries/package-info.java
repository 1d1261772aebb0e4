/** Entries are written past a plugin that listens. */
@NullMarked
package dev.pluginio.sample.entries;

import org.jspecify.annotations.NullMarked;
