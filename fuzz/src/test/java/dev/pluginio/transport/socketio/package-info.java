/** In the package of what is tried, because it is not for others to see. */
@NullMarked
package dev.pluginio.transport.socketio;

import org.jspecify.annotations.NullMarked;
