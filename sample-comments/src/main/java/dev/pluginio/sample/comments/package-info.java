/** A sample plugin: how many comments an article has, and who is writing one. */
@NullMarked
package dev.pluginio.sample.comments;

import org.jspecify.annotations.NullMarked;
