/** Plugins are loaded from real jar files. */
@NullMarked
package dev.pluginio.sample.plugins;

import org.jspecify.annotations.NullMarked;
