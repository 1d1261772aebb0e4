/** How much one address and one client may ask for, and how long they may take for it. */
@NullMarked
package dev.pluginio.transport.socketio.limit;

import org.jspecify.annotations.NullMarked;
