/** A plugin that uses the realtime service the way any other plugin would, at the word of the tests. */
@NullMarked
package dev.pluginio.e2e.probe;

import org.jspecify.annotations.NullMarked;
