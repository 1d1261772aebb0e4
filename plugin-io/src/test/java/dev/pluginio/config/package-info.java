/** Tests of the configuration. */
@NullMarked
package dev.pluginio.config;

import org.jspecify.annotations.NullMarked;
