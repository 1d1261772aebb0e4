/** Records what each transaction of the host does, and hands it on after the commit. */
@NullMarked
package dev.pluginio.capture;

import org.jspecify.annotations.NullMarked;
