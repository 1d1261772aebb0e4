/** Tables of very many, each of which costs a few bytes there. */
@NullMarked
package dev.pluginio.transport.dense;

import org.jspecify.annotations.NullMarked;
