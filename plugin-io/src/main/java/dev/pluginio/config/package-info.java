/** Turns the plugins configuration into the settings of the stages, and tells all mistakes at once. */
@NullMarked
package dev.pluginio.config;

import org.jspecify.annotations.NullMarked;
