/** Calls the handlers of other plugins for what clients do: in order, on threads of their own, for a bounded time. */
@NullMarked
package dev.pluginio.session.handlers;

import org.jspecify.annotations.NullMarked;
