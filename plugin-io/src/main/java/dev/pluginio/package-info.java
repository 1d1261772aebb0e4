/** The plugin: builds the stages, starts and stops them in order. */
@NullMarked
package dev.pluginio;

import org.jspecify.annotations.NullMarked;
