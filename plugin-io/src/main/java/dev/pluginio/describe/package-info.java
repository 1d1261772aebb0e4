/** Describes, to those who write clients, the events that there are for a role: as TypeScript, and as AsyncAPI. */
@NullMarked
package dev.pluginio.describe;

import org.jspecify.annotations.NullMarked;
