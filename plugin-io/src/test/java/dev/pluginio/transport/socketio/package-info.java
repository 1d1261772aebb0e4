/** Drives the transport with real Socket.IO clients and raw protocol clients. */
@NullMarked
package dev.pluginio.transport.socketio;

import org.jspecify.annotations.NullMarked;
