/** Makes of one change the bytes for each distinct view, and hands them to the transport. */
@NullMarked
package dev.pluginio.delivery;

import org.jspecify.annotations.NullMarked;
