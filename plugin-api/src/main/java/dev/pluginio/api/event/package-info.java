/** What a committed transaction did to an entry, and the event that tells of it. */
@NullMarked
package dev.pluginio.api.event;

import org.jspecify.annotations.NullMarked;
