@NullMarked
package dev.pluginio.transport.socketio.limit;

import org.jspecify.annotations.NullMarked;
