/** Speaks Socket.IO to clients, on netty-socketio. */
@NullMarked
package dev.pluginio.transport.socketio;

import org.jspecify.annotations.NullMarked;
