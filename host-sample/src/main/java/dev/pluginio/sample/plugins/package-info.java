/** Plugins from a folder, and what the host offers to them. */
@NullMarked
package dev.pluginio.sample.plugins;

import org.jspecify.annotations.NullMarked;
