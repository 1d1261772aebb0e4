package dev.pluginio.transport.socketio;

import java.util.List;

/**
 * A Socket.IO packet as Engine.IO messages: a text one, and binary ones that follow it.
 *
 * @param text the packet
 * @param attachments the binary data of its placeholders, in their order
 */
record Encoded(byte[] text, List<byte[]> attachments) {}
