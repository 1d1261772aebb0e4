/** What is stored: articles and what belongs to them, and the model that reading and writing go by. */
@NullMarked
package dev.pluginio.sample.content;

import org.jspecify.annotations.NullMarked;
