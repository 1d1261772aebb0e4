/** Reading and writing entries as a principal may. */
@NullMarked
package dev.pluginio.sample.entries;

import org.jspecify.annotations.NullMarked;
