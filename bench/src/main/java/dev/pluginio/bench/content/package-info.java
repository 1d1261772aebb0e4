/** The content of the measured host: what the sample has, without its comments. */
@NullMarked
package dev.pluginio.bench.content;

import org.jspecify.annotations.NullMarked;
