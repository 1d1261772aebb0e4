/** What the protocol's documents ask for, against the packed plugin with a plugin that echoes. */
@NullMarked
package dev.pluginio.e2e.protocol;

import org.jspecify.annotations.NullMarked;
